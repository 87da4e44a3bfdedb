//! Statuses: three for every message of ours, so they touch as little as they can.

use std::collections::{BTreeMap, HashMap};

use entity::delivery::{self, DeliveryState};
use entity::message::{self, Model};
use entity::{ConversationId, MessageId, UnixMillis, conversation, outbox};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::effect::{apply_pending_in, park_in};
use crate::contact::{Contacts, CustomerIdentity};
use crate::conversation::undelivered;
use crate::error::DeskError;
use crate::journal::{Audience, Event, MessageChange, View};
use crate::media::forget_refused_in;
use crate::message::FailureRecord;
use crate::message::status::{after_deferral, after_report, has_arrived, is_waiting};
use crate::outbox::{later, queue_message_at_in};
use crate::signals::Signal;
use crate::storage::{StorageError, UnitOfWork};
use crate::webhook::{Inbound, ReportedStatus, StatusReport};

/// Applies reports: one UPDATE and one event per message whose delivery changes, whatever the number
/// of reports. A report on a message that is not known yet waits for it.
pub(super) async fn apply_in(
    unit: &UnitOfWork,
    reports: &[&StatusReport],
) -> Result<(), DeskError> {
    let messages = Messages::find_in(unit, reports).await?;
    let mut by_message: BTreeMap<MessageId, Vec<&StatusReport>> = BTreeMap::new();
    for report in reports {
        if let Some(row) = messages.of(report) {
            by_message.entry(row.id).or_default().push(report);
        } else {
            let item = Inbound::Status((*report).clone());
            park_in(unit, report.channel_id, &report.wamid, &item).await?;
        }
    }
    if by_message.is_empty() {
        return Ok(());
    }
    let deliveries = lock_deliveries(unit, &by_message).await?;
    let mut news = News::default();
    for before in deliveries {
        let row = &messages.rows[&before.message_id];
        let reports = &by_message[&before.message_id];
        climb(unit, row, &before, reports, &mut news).await?;
    }
    news.tell_in(unit).await
}

/// The messages that reports are about.
struct Messages {
    rows: HashMap<MessageId, Model>,
    by_wamid: HashMap<(entity::ChannelId, String), MessageId>,
}

impl Messages {
    async fn find_in(unit: &UnitOfWork, reports: &[&StatusReport]) -> Result<Self, StorageError> {
        let mut this = Self {
            rows: HashMap::new(),
            by_wamid: HashMap::new(),
        };
        let mut wamids: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        for report in reports {
            wamids
                .entry(report.channel_id)
                .or_default()
                .push(&report.wamid);
        }
        let theirs = wamids
            .into_iter()
            .fold(Condition::any(), |any, (channel, wamids)| {
                any.add(
                    Condition::all()
                        .add(message::Column::ChannelId.eq(channel))
                        .add(message::Column::Wamid.is_in(wamids)),
                )
            });
        this.add(
            message::Entity::find()
                .filter(theirs)
                .all(unit.connection())
                .await?,
        );
        // The status overtook Meta's answer to our request: only our own id names the message.
        let ours: Vec<_> = reports
            .iter()
            .filter(|report| this.of(report).is_none())
            .filter_map(|report| report.our_message_id)
            .collect();
        if !ours.is_empty() {
            let select = message::Entity::find().filter(message::Column::Id.is_in(ours));
            this.add(select.all(unit.connection()).await?);
        }
        Ok(this)
    }

    fn add(&mut self, rows: Vec<Model>) {
        for row in rows {
            if let Some(wamid) = &row.wamid {
                self.by_wamid
                    .insert((row.channel_id, wamid.clone()), row.id);
            }
            self.rows.insert(row.id, row);
        }
    }

    fn of(&self, report: &StatusReport) -> Option<&Model> {
        let known = self
            .by_wamid
            .get(&(report.channel_id, report.wamid.clone()));
        if let Some(id) = known {
            return self.rows.get(id);
        }
        let ours = self.rows.get(&report.our_message_id?)?;
        (ours.channel_id == report.channel_id).then_some(ours)
    }
}

/// In the order of their ids, so that two batches never wait for one another in a circle.
async fn lock_deliveries(
    unit: &UnitOfWork,
    by_message: &BTreeMap<MessageId, Vec<&StatusReport>>,
) -> Result<Vec<delivery::Model>, StorageError> {
    Ok(delivery::Entity::find()
        .filter(delivery::Column::MessageId.is_in(by_message.keys().copied()))
        .order_by_asc(delivery::Column::MessageId)
        .lock_exclusive()
        .all(unit.connection())
        .await?)
}

async fn climb(
    unit: &UnitOfWork,
    row: &Model,
    before: &delivery::Model,
    reports: &[&StatusReport],
    news: &mut News,
) -> Result<(), DeskError> {
    let waits = is_waiting(before.state);
    let mut after = before.clone();
    let mut wamid = row.wamid.as_deref();
    for report in reports.iter().filter(|report| counts(row, before, report)) {
        if let Some(next) = after_report(&after, report) {
            after = next;
            // Of several attempts the one that Meta accepted last keeps the name.
            wamid = if waits {
                Some(&report.wamid)
            } else {
                wamid.or(Some(&report.wamid))
            };
        }
    }
    if after == *before {
        return Ok(());
    }
    if let Some((at, deferred)) = deferred(unit, row, before, &after) {
        after = deferred;
        news.deferred.push((row.id, row.conversation_id, at));
    }
    let active: delivery::ActiveModel = after.clone().into();
    delivery::Entity::update_many()
        .set(active.reset_all())
        .filter(delivery::Column::MessageId.eq(row.id))
        .exec(unit.connection())
        .await?;
    if let Some(wamid) = wamid.filter(|wamid| row.wamid.as_deref() != Some(wamid)) {
        keep_wamid(unit, row, wamid).await?;
        news.named.push((row.channel_id, wamid.to_owned()));
    }
    if waits {
        news.left.push(row.id);
    }
    *news.undelivered.entry(row.conversation_id).or_default() +=
        undelivered::difference(before.state, after.state);
    let has_failed = before.failed_at.is_none() && after.failed_at.is_some();
    if has_failed {
        let code = after
            .failure
            .map(FailureRecord::from_json)
            .and_then(|failure| failure.code);
        forget_refused_in(unit, row.id, row.channel_id, code).await?;
    }
    news.changed.push((row.id, row.conversation_id, has_failed));
    let told = reports.iter().map(|report| &report.recipient);
    news.seen.extend(
        told.filter(|recipient| !recipient.addresses().is_empty())
            .map(|recipient| (row.conversation_id, recipient.clone())),
    );
    Ok(())
}

/// What Meta held back for now is tried again after a day (131049). It has just failed; a report that is repeated, or comes
/// late, defers nothing.
fn deferred(
    unit: &UnitOfWork,
    row: &Model,
    before: &delivery::Model,
    after: &delivery::Model,
) -> Option<(UnixMillis, delivery::Model)> {
    let has_failed = before.state != DeliveryState::Failed && after.state == DeliveryState::Failed;
    let code = after.failure.clone().map(FailureRecord::from_json)?.code;
    if !has_failed || !later::applies(&row.kind, code) {
        return None;
    }
    let attempts = u32::try_from(after.attempts).unwrap_or_default();
    let at = later::next_attempt(attempts, unit.now())?;
    Some((at, after_deferral(after, unit.now(), at)))
}

/// How far Meta's clock may be behind ours, in milliseconds; its time stamps are whole seconds, too.
const CLOCK_TOLERANCE: i64 = 2_000;

/// Whether a report counts. A message that failed, or whose fate is unknown, may have been queued anew by
/// a person; then what Meta says of an earlier attempt is over, unless that attempt has arrived.
fn counts(row: &Model, delivery: &delivery::Model, report: &StatusReport) -> bool {
    let waits = is_waiting(delivery.state);
    let is_older = report.at.plus(CLOCK_TOLERANCE) < delivery.queued_at;
    has_arrived(report.status)
        || match &row.wamid {
            None => !(waits && is_older && report.status == ReportedStatus::Failed),
            Some(wamid) if *wamid == report.wamid => !waits,
            Some(_) => waits && !is_older,
        }
}

async fn keep_wamid(unit: &UnitOfWork, row: &Model, wamid: &str) -> Result<(), StorageError> {
    message::Entity::update_many()
        .set(message::ActiveModel {
            wamid: Set(Some(wamid.to_owned())),
            ..Default::default()
        })
        .filter(message::Column::Id.eq(row.id))
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// What a batch of reports brought about.
#[derive(Default)]
struct News {
    changed: Vec<(MessageId, ConversationId, bool)>,
    /// Messages to be tried again, and when.
    deferred: Vec<(MessageId, ConversationId, UnixMillis)>,
    /// How many more of a conversation did not get through.
    undelivered: BTreeMap<ConversationId, i32>,
    /// Messages that waited in the outbox: they have left, as it turns out.
    left: Vec<MessageId>,
    /// Messages whose wamid has become known.
    named: Vec<(entity::ChannelId, String)>,
    /// How Meta names the recipients.
    seen: Vec<(ConversationId, CustomerIdentity)>,
}

impl News {
    async fn tell_in(self, unit: &UnitOfWork) -> Result<(), DeskError> {
        if !self.left.is_empty() {
            outbox::Entity::delete_many()
                .filter(outbox::Column::MessageId.is_in(self.left))
                .exec(unit.connection())
                .await?;
            unit.wake(Signal::Outbox);
        }
        if self.changed.is_empty() {
            return Ok(());
        }
        let conversations = self
            .changed
            .iter()
            .map(|(_, conversation, _)| *conversation);
        let conversations: HashMap<_, _> = conversation::Entity::find()
            .filter(conversation::Column::Id.is_in(conversations))
            .all(unit.connection())
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        for (message_id, conversation_id, has_failed) in self.changed {
            let Some(row) = conversations.get(&conversation_id) else {
                continue;
            };
            let change = if has_failed {
                MessageChange::Failed
            } else {
                MessageChange::Delivery
            };
            unit.append(
                Event::MessageChanged {
                    message_id,
                    conversation_id,
                    change,
                },
                Audience::Conversation {
                    view: View::of(row),
                },
            );
        }
        for (message, conversation, at) in self.deferred {
            if let Some(row) = conversations.get(&conversation) {
                queue_message_at_in(unit, row, message, at).await?;
            }
        }
        for (id, difference) in self.undelivered {
            if let Some(row) = conversations.get(&id) {
                undelivered::change_in(unit, row, difference).await?;
            }
        }
        let seen: Vec<_> = self
            .seen
            .iter()
            .filter_map(|(id, identity)| Some((conversations.get(id)?.contact_id, identity)))
            .collect();
        Contacts::learn_in(unit, &seen, unit.now()).await?;
        Box::pin(apply_pending_in(unit, &self.named)).await
    }
}
