//! What becomes of a message that the business sent: it is kept in the customer's thread, and its statuses follow.

use std::sync::Arc;
use std::time::Duration;

use rand::Rng;
use serde_json::Value;

use super::{Emulator, PlannedFailure};
use crate::identifiers::{self, Author};
use crate::locking::lock;
use crate::statuses::{Fate, Planned, StatusMode, plan};
use crate::webhooks::{Parcel, shapes};
use crate::world::{Customer, DeliveryStatus, Number, Pair, ThreadAuthor, ThreadMessage};

/// How long pacing holds a template back here; at Meta it is up to an hour (section 9).
const HELD_MS: u64 = 2_000;

/// A validated message of the business.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    pub(crate) kind: String,
    pub(crate) content: Value,
    pub(crate) replies_to: Option<String>,
    pub(crate) callback_data: Option<String>,
    pub(crate) category: String,
    pub(crate) by_bsuid: bool,
    /// It will fail by webhook with this code and these details.
    pub(crate) failure: Option<(u32, String)>,
    /// Pacing: statuses come later than usual.
    pub(crate) held: bool,
}

impl Emulator {
    /// Accepts a message to a known customer; returns its wamid. In the mode `before_answer` the first statuses are
    /// delivered before this returns.
    pub(crate) async fn accept(
        self: &Arc<Self>,
        number: &Number,
        customer: &Customer,
        outgoing: Outgoing,
    ) -> String {
        let pair = Pair {
            phone_number_id: number.phone_number_id.clone(),
            customer: customer.key.clone(),
        };
        let planned_failure = self.planned_failure(&customer.key);
        let is_reaction = outgoing.kind == "reaction";
        let held_ms = if outgoing.held { HELD_MS } else { 0 };
        let (message, failure) = self.keep_outgoing(&pair, customer, outgoing, planned_failure);
        self.notice(&pair, if is_reaction { "reaction" } else { "message" });
        let id = message.id.clone();
        self.plan_statuses(customer, &message, failure, held_ms)
            .await;
        id
    }

    /// Accepts a message to a number that has no WhatsApp: `failed` with 131026 follows.
    pub(crate) fn accept_unknown(
        self: &Arc<Self>,
        number: &Number,
        stranger: &Customer,
        callback_data: Option<String>,
    ) -> String {
        let id = {
            let mut world = lock(&self.world);
            identifiers::wamid(stranger.address(), Author::Business, &mut world.random)
        };
        let settings = lock(&self.statuses).clone();
        if !settings.automatic {
            return id;
        }
        let message = ThreadMessage {
            id: id.clone(),
            author: ThreadAuthor::Business,
            at_ms: self.clock.now_ms(),
            kind: "text".to_owned(),
            content: Value::Null,
            replies_to: None,
            status: DeliveryStatus::Accepted,
            reactions: Vec::new(),
            callback_data,
            category: "service".to_owned(),
            by_bsuid: false,
            priced: false,
        };
        let (number, stranger) = (number.clone(), stranger.clone());
        self.later(
            Duration::from_millis(settings.sent_after_ms),
            move |emulator| {
                let value = shapes::status(
                    &number,
                    &stranger,
                    &shapes::Report {
                        message: &message,
                        wamid: &message.id,
                        status: DeliveryStatus::Failed,
                        seconds: emulator.clock.now_seconds(),
                        failure: Some((131_026, "Message Undeliverable.")),
                        with_pricing: false,
                    },
                );
                emulator.post(&number, "messages", value);
            },
        );
        id
    }

    fn keep_outgoing(
        &self,
        pair: &Pair,
        customer: &Customer,
        outgoing: Outgoing,
        planned: Option<PlannedFailure>,
    ) -> (ThreadMessage, Option<Failing>) {
        let mut world = lock(&self.world);
        let now_ms = self.clock.now_ms();
        let id = identifiers::wamid(customer.address(), Author::Business, &mut world.random);
        let failure = outgoing.failure.map(Failing::at_once).or_else(|| {
            planned.map(|planned| Failing {
                code: planned.code,
                details: planned
                    .details
                    .unwrap_or_else(|| "Made to fail by a script.".to_owned()),
                after_sent: planned.after_sent,
            })
        });
        if outgoing.kind == "reaction" && failure.is_none() {
            let target = outgoing.content["message_id"].as_str().unwrap_or_default();
            let emoji = outgoing.content["emoji"].as_str().unwrap_or_default();
            if let Some(target) = world.message_mut(target) {
                target.react(ThreadAuthor::Business, emoji);
            }
        }
        world.thread(pair).typing_until_ms = 0;
        let message = ThreadMessage {
            id,
            author: ThreadAuthor::Business,
            at_ms: now_ms,
            kind: outgoing.kind,
            content: outgoing.content,
            replies_to: outgoing.replies_to,
            status: DeliveryStatus::Accepted,
            reactions: Vec::new(),
            callback_data: outgoing.callback_data,
            category: outgoing.category,
            by_bsuid: outgoing.by_bsuid,
            priced: false,
        };
        world.keep(pair, message.clone());
        (message, failure)
    }

    async fn plan_statuses(
        self: &Arc<Self>,
        customer: &Customer,
        message: &ThreadMessage,
        failure: Option<Failing>,
        held_ms: u64,
    ) {
        let settings = lock(&self.statuses).clone();
        if let Some(failing) = failure {
            if failing.after_sent {
                self.status_later(
                    &message.id,
                    DeliveryStatus::Sent,
                    settings.sent_after_ms,
                    None,
                );
            }
            let failing_after = settings.delivered_after_ms;
            self.status_later(
                &message.id,
                DeliveryStatus::Failed,
                failing_after,
                Some((failing.code, failing.details)),
            );
            return;
        }
        if !settings.automatic {
            return;
        }
        let reads = customer.reads_automatically.unwrap_or(settings.auto_read);
        let fate = Fate {
            is_reaction: message.kind == "reaction",
            is_voice_note: message.is_voice_note(),
            will_be_read: reads && customer.read_receipts,
        };
        let planned = {
            let mut world = lock(&self.world);
            plan(&settings, fate, &mut world.random)
        };
        for mut one in planned {
            one.arrives_after_ms += held_ms;
            one.stamped_after_ms += held_ms;
            if settings.mode == StatusMode::BeforeAnswer && one.arrives_after_ms == 0 {
                self.status_before_answer(&message.id, one.status).await;
            } else {
                self.planned_later(&message.id, one);
            }
        }
    }

    fn planned_later(self: &Arc<Self>, id: &str, planned: Planned) {
        let accepted_at = self.clock.now_ms();
        let id = id.to_owned();
        self.later(
            Duration::from_millis(planned.arrives_after_ms),
            move |emulator| {
                let stamp =
                    accepted_at + i64::try_from(planned.stamped_after_ms).unwrap_or_default();
                if planned.unknown_wamid {
                    emulator.stranger_status(&id, planned.status, stamp);
                } else {
                    let failure = (planned.status == DeliveryStatus::Failed)
                        .then_some((131_000, "Something went wrong."));
                    emulator.status(&id, planned.status, failure, Some(stamp));
                }
            },
        );
    }

    fn status_later(
        self: &Arc<Self>,
        id: &str,
        status: DeliveryStatus,
        after_ms: u64,
        failure: Option<(u32, String)>,
    ) {
        let id = id.to_owned();
        self.later(Duration::from_millis(after_ms), move |emulator| {
            let failure = failure
                .as_ref()
                .map(|(code, details)| (*code, details.as_str()));
            emulator.status(&id, status, failure, None);
        });
    }

    /// Marks the status in the thread and tells the client. False when the message is unknown.
    pub(crate) fn status(
        &self,
        id: &str,
        status: DeliveryStatus,
        failure: Option<(u32, &str)>,
        at_ms: Option<i64>,
    ) -> bool {
        let Some((number, value, pair)) = self.status_value(id, status, failure, at_ms) else {
            return false;
        };
        self.post(&number, "messages", value);
        self.notice(&pair, "status");
        true
    }

    async fn status_before_answer(&self, id: &str, status: DeliveryStatus) {
        let Some((number, value, pair)) = self.status_value(id, status, None, None) else {
            return;
        };
        if let Some(destination) = self.destination(&number) {
            let parcel = Parcel {
                destination,
                field: "messages".to_owned(),
                value,
            };
            self.dispatcher.send_and_wait(parcel).await;
        }
        self.notice(&pair, "status");
    }

    fn status_value(
        &self,
        id: &str,
        status: DeliveryStatus,
        failure: Option<(u32, &str)>,
        at_ms: Option<i64>,
    ) -> Option<(Number, Value, Pair)> {
        let mut world = lock(&self.world);
        let (pair, message) = world.message(id)?;
        let (pair, mut message) = (pair.clone(), message.clone());
        let number = world.numbers.get(&pair.phone_number_id)?.clone();
        let customer = world.customers.get(&pair.customer)?.clone();
        // `pricing` comes with `sent` and with one of delivered and read (section 5, rule 8).
        let beyond_sent = matches!(status, DeliveryStatus::Delivered | DeliveryStatus::Read);
        let with_pricing = status == DeliveryStatus::Sent || (beyond_sent && !message.priced);
        message.priced |= beyond_sent;
        message.status = message.status.max(status);
        if let Some(kept) = world.message_mut(id) {
            kept.priced = message.priced;
            kept.status = message.status;
        }
        let at_ms = at_ms.unwrap_or_else(|| self.clock.now_ms());
        let value = shapes::status(
            &number,
            &customer,
            &shapes::Report {
                wamid: id,
                message: &message,
                status,
                seconds: at_ms.div_euclid(1000),
                failure,
                with_pricing,
            },
        );
        Some((number, value, pair))
    }

    /// The same status for a message that nobody sent.
    fn stranger_status(&self, id: &str, status: DeliveryStatus, at_ms: i64) {
        let (number, value) = {
            let mut world = lock(&self.world);
            let Some((pair, message)) = world.message(id) else {
                return;
            };
            let mut message = message.clone();
            message.callback_data = None;
            let number = world.numbers.get(&pair.phone_number_id).cloned();
            let customer = world.customers.get(&pair.customer).cloned();
            let (Some(number), Some(customer)) = (number, customer) else {
                return;
            };
            // Random from the world, so that a seed repeats the whole run.
            let unknown: u64 = world.random.random();
            let wamid =
                identifiers::wamid(&unknown.to_string(), Author::Business, &mut world.random);
            let value = shapes::status(
                &number,
                &customer,
                &shapes::Report {
                    message: &message,
                    wamid: &wamid,
                    status,
                    seconds: at_ms.div_euclid(1000),
                    failure: None,
                    with_pricing: status == DeliveryStatus::Sent,
                },
            );
            (number, value)
        };
        self.post(&number, "messages", value);
    }
}

/// A failure that will be told by webhook.
#[derive(Debug)]
struct Failing {
    code: u32,
    details: String,
    after_sent: bool,
}

impl Failing {
    fn at_once((code, details): (u32, String)) -> Self {
        Self {
            code,
            details,
            after_sent: false,
        }
    }
}
