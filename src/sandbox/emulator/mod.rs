//! The middle of the sandbox: the world, its clock, the ledger, the faults and the delivery, and the steps that need
//! several of them. Both surfaces (Graph and scripting) and the typed handle call in here.

mod administration;
mod composition;
mod customers;
mod endpoints;
mod events;
mod outgoing;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::door::DoorKey;
use crate::faults::Faults;
use crate::ledger::Ledger;
use crate::locking::lock;
use crate::statuses::StatusSettings;
use crate::webhooks::{Destination, Dispatcher, Parcel};
use crate::world::{Number, Pair, World};

pub(crate) use outgoing::Outgoing;

/// When the rule of the 24-hour window answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowRule {
    /// The call is refused with 131047.
    #[default]
    Synchronous,
    /// The call is accepted, `failed` with 131047 follows.
    Asynchronous,
    /// The rule is off.
    Off,
}

/// Which of Meta's limits hold; absent fields of a JSON object take these defaults.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// The customer service window.
    pub window: WindowRule,
    /// One message in 6 seconds to one customer, bursts of 45 (131056).
    pub pair_rate: bool,
    /// Messages a second per number (130429).
    pub throughput: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            window: WindowRule::Synchronous,
            pair_rate: true,
            throughput: true,
        }
    }
}

/// The next accepted messages fail by webhook.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedFailure {
    /// Meta's code.
    pub code: u32,
    /// `error_data.details`.
    #[serde(default)]
    pub details: Option<String>,
    /// Only messages to this customer (key, number or BSUID).
    #[serde(default)]
    pub customer: Option<String>,
    /// How many messages.
    #[serde(default = "once")]
    pub times: u32,
    /// `failed` comes after `sent` instead of in its place.
    #[serde(default)]
    pub after_sent: bool,
}

fn once() -> u32 {
    1
}

/// What the page is told live: something in this thread changed.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Notice {
    pub(crate) phone_number_id: String,
    pub(crate) customer: String,
    /// `message`, `status`, `reaction`, `typing` or `world`.
    pub(crate) what: &'static str,
}

#[derive(Debug)]
pub(crate) struct Emulator {
    pub(crate) world: Mutex<World>,
    pub(crate) clock: Clock,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) faults: Faults,
    pub(crate) dispatcher: Dispatcher,
    pub(crate) statuses: Mutex<StatusSettings>,
    pub(crate) rules: Mutex<Rules>,
    pub(crate) failures: Mutex<Vec<PlannedFailure>>,
    pub(crate) notices: broadcast::Sender<Notice>,
    pub(crate) client: reqwest::Client,
    /// Where the sandbox itself is reached, without a slash at the end.
    pub(crate) base_url: String,
    pub(crate) door: DoorKey,
    seed: u64,
}

/// What the emulator is told at its beginning.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub(crate) base_url: String,
    pub(crate) seed: u64,
    pub(crate) ledger_limit: usize,
    pub(crate) door: DoorKey,
}

impl Emulator {
    pub(crate) fn start(
        client: reqwest::Client,
        beginning: Beginning,
        stop: CancellationToken,
    ) -> Self {
        let clock = Clock::default();
        let ledger = Arc::new(Ledger::new(beginning.ledger_limit));
        Self {
            world: Mutex::new(World::new(beginning.seed)),
            dispatcher: Dispatcher::start(client.clone(), clock.clone(), ledger.clone(), stop),
            clock,
            ledger,
            faults: Faults::default(),
            statuses: Mutex::default(),
            rules: Mutex::default(),
            failures: Mutex::default(),
            notices: broadcast::Sender::new(1_024),
            client,
            base_url: beginning.base_url,
            door: beginning.door,
            seed: beginning.seed,
        }
    }

    /// Forgets numbers, customers, settings, plans, ledger and everything under way.
    pub(crate) fn reset(&self) {
        self.dispatcher.reset();
        *lock(&self.world) = World::new(self.seed);
        *lock(&self.statuses) = StatusSettings::default();
        *lock(&self.rules) = Rules::default();
        lock(&self.failures).clear();
        self.faults.clear();
        self.ledger.clear();
        self.clock.reset();
    }

    /// Sends an update of this number, unless its account is not subscribed or has no address.
    pub(crate) fn post(&self, number: &Number, field: &str, value: Value) {
        if let Some(destination) = self.destination(number) {
            self.dispatcher.send(Parcel {
                destination,
                field: field.to_owned(),
                value,
            });
        }
    }

    /// The number's own address wins over the account's (section 2).
    pub(crate) fn destination(&self, number: &Number) -> Option<Destination> {
        let world = lock(&self.world);
        if world.unsubscribed_accounts.contains(&number.waba_id) {
            return None;
        }
        let url = world
            .webhook_overrides
            .get(&number.phone_number_id)
            .or_else(|| world.webhook_overrides.get(&number.waba_id))
            .or(number.webhook_url.as_ref())?;
        Some(Destination {
            url: url.clone(),
            app_secret: number.app_secret.clone(),
            waba_id: number.waba_id.clone(),
        })
    }

    /// Runs `event` after a real delay, unless a reset comes first; "settled" waits for it.
    pub(crate) fn later(
        self: &Arc<Self>,
        delay: Duration,
        event: impl FnOnce(&Arc<Self>) + Send + 'static,
    ) {
        let (emulator, pending, epoch) = (
            self.clone(),
            self.dispatcher.pending(),
            self.dispatcher.epoch(),
        );
        tokio::spawn(async move {
            if epoch
                .run_until_cancelled(tokio::time::sleep(delay))
                .await
                .is_some()
            {
                event(&emulator);
            }
            drop(pending);
        });
    }

    pub(crate) fn notice(&self, pair: &Pair, what: &'static str) {
        // Nobody may be looking.
        let _ = self.notices.send(Notice {
            phone_number_id: pair.phone_number_id.clone(),
            customer: pair.customer.clone(),
            what,
        });
    }

    /// Takes the failure that is planned for the next message to this customer, if any.
    pub(crate) fn planned_failure(&self, customer: &str) -> Option<PlannedFailure> {
        let mut failures = lock(&self.failures);
        let failure = failures.iter_mut().find(|failure| {
            failure
                .customer
                .as_deref()
                .is_none_or(|wanted| wanted == customer)
        })?;
        failure.times = failure.times.saturating_sub(1);
        let taken = failure.clone();
        failures.retain(|failure| failure.times > 0);
        Some(taken)
    }
}
