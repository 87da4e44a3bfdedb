//! Turning what happened into pushes: one row per device, in the transaction that moves the consumer on.

use std::collections::{BTreeSet, HashMap};

use entity::{
    ConversationId, DeviceId, MessageId, PersonId, consumer, conversation, device_presence,
    message, push_delivery, push_subscription,
};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::Occasion;
use super::occurrence::{Occurrence, situation, worth_telling};
use super::people::People;
use super::rule::{Presence, decide, hold};
use super::waiting::Waiting;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::journal::{Entry, Position};
use crate::signals::Signal;
use crate::storage::UnitOfWork;

/// After how long a push is not worth sending any more, in milliseconds: the agents of the next shift see
/// the inbox anyway.
const EXPIRES_AFTER: i64 = 4 * 60 * 60 * 1_000;
/// How many rows one INSERT carries: ten values each, well under SQLite's limit of bound values.
const ROWS_PER_INSERT: usize = 1_000;

/// What one round of planning did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Where the consumer stands now.
    pub position: Position,
    /// How many pushes were added.
    pub pushes: u64,
    /// Whether more events wait.
    pub more: bool,
}

impl Desk {
    /// Plans the pushes for up to `limit` events after `from` and moves the consumer on, in one
    /// transaction. When another node has moved it, nothing is done but telling where it stands.
    pub async fn plan_pushes(
        &self,
        consumer: &'static str,
        from: Position,
        limit: u64,
    ) -> Result<Planned, DeskError> {
        let entries = self.journal().after(from, limit).await?;
        let Some(last) = entries.last().map(|entry| entry.position) else {
            return Ok(Planned {
                position: from,
                pushes: 0,
                more: false,
            });
        };
        let more = entries.len() as u64 == limit;
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    if !moves_on_in(unit, consumer, from, last).await? {
                        return stands_in(unit, consumer).await;
                    }
                    Ok(Planned {
                        position: last,
                        pushes: plan_pushes_in(unit, &entries).await?,
                        more,
                    })
                })
            })
            .await
    }
}

/// Moves the consumer from `from` to `to`, unless it stands elsewhere: a node that lost its lease without
/// noticing must not ring phones a second time.
async fn moves_on_in(
    unit: &UnitOfWork,
    consumer: &str,
    from: Position,
    to: Position,
) -> Result<bool, DeskError> {
    let moved = consumer::Entity::update_many()
        .set(consumer::ActiveModel {
            seq: Set(to.0),
            ..Default::default()
        })
        .filter(consumer::Column::Name.eq(consumer))
        .filter(consumer::Column::Seq.eq(from.0))
        .exec(unit.connection())
        .await?;
    Ok(moved.rows_affected == 1)
}

async fn stands_in(unit: &UnitOfWork, consumer: &'static str) -> Result<Planned, DeskError> {
    let row = consumer::Entity::find_by_id(consumer.to_owned())
        .one(unit.connection())
        .await?
        .ok_or(DeskError::NotFound("consumer"))?;
    Ok(Planned {
        position: Position(row.seq),
        pushes: 0,
        more: true,
    })
}

/// Adds the pushes for `entries`; returns how many. A fixed number of statements, whatever their number.
pub async fn plan_pushes_in(unit: &UnitOfWork, entries: &[Entry]) -> Result<u64, DeskError> {
    let occurrences: Vec<_> = entries.iter().filter_map(Occurrence::of).collect();
    if occurrences.is_empty() {
        return Ok(0);
    }
    let told = who_is_told_in(unit, &occurrences).await?;
    let people: BTreeSet<_> = told.keys().map(|(person, _)| *person).collect();
    let devices = devices_in(unit, &people).await?;
    let rows: Vec<_> = told
        .iter()
        .flat_map(|((person, _), occurrence)| {
            let devices = devices.get(person).map_or(&[][..], Vec::as_slice);
            devices.iter().map(|device| row(unit, device, occurrence))
        })
        .collect();
    insert_in(unit, rows).await
}

async fn who_is_told_in(
    unit: &UnitOfWork,
    occurrences: &[Occurrence],
) -> Result<HashMap<(PersonId, ConversationId), Occurrence>, DeskError> {
    let ids: BTreeSet<_> = occurrences.iter().map(|one| one.conversation_id).collect();
    let conversations: HashMap<_, _> = conversation::Entity::find()
        .filter(conversation::Column::Id.is_in(ids))
        .all(unit.connection())
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let agents = conversations.values().filter_map(|row| row.agent_id);
    let departments = conversations.values().filter_map(|row| row.department_id);
    let authors = authors_in(unit, occurrences).await?;
    let agents = agents.chain(authors.values().copied());
    let people = People::load(unit.connection(), &agents.collect(), &departments.collect()).await?;
    let told = occurrences.iter().flat_map(|occurrence| {
        let situation = conversations.get(&occurrence.conversation_id).map(|row| {
            let author = occurrence
                .message_id
                .and_then(|id| authors.get(&id).copied());
            situation(occurrence.occasion, occurrence.doer, author, row)
        });
        people.candidates().filter_map(move |candidate| {
            let rule = decide(&situation?, &candidate);
            let key = (candidate.person_id, occurrence.conversation_id);
            rule.tells().then_some((key, *occurrence))
        })
    });
    Ok(worth_telling(told))
}

/// Who wrote the replies that did not get through: nobody else is told of them.
async fn authors_in(
    unit: &UnitOfWork,
    occurrences: &[Occurrence],
) -> Result<HashMap<MessageId, PersonId>, DeskError> {
    let failed: Vec<_> = occurrences
        .iter()
        .filter(|one| one.occasion == Occasion::ReplyFailed)
        .filter_map(|one| one.message_id)
        .collect();
    if failed.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = message::Entity::find()
        .filter(message::Column::Id.is_in(failed))
        .all(unit.connection())
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.id, row.author_id?)))
        .collect())
}

struct Device {
    subscription: push_subscription::Model,
    /// In milliseconds.
    held_for: i64,
}

async fn devices_in(
    unit: &UnitOfWork,
    people: &BTreeSet<PersonId>,
) -> Result<HashMap<PersonId, Vec<Device>>, DeskError> {
    let subscriptions = push_subscription::Entity::find()
        .filter(push_subscription::Column::PersonId.is_in(people.iter().copied()))
        .all(unit.connection())
        .await?;
    let present: HashMap<(DeviceId, PersonId), Presence> = device_presence::Entity::find()
        .filter(device_presence::Column::PersonId.is_in(people.iter().copied()))
        .filter(device_presence::Column::Until.gt(unit.now()))
        .all(unit.connection())
        .await?
        .into_iter()
        .map(|row| {
            let presence = Presence {
                visible: row.visible,
                until: row.until,
            };
            ((row.device_id, row.person_id), presence)
        })
        .collect();
    let mut devices: HashMap<_, Vec<_>> = HashMap::new();
    for subscription in subscriptions {
        let key = (subscription.device_id, subscription.person_id);
        let held_for = hold(present.get(&key).copied(), unit.now());
        devices
            .entry(subscription.person_id)
            .or_default()
            .push(Device {
                subscription,
                held_for,
            });
    }
    Ok(devices)
}

fn row(unit: &UnitOfWork, device: &Device, occurrence: &Occurrence) -> push_delivery::ActiveModel {
    let waiting = Waiting {
        occasion: occurrence.occasion,
        doer: occurrence.doer,
    };
    push_delivery::ActiveModel {
        id: Set(unit.id()),
        subscription_id: Set(device.subscription.id),
        journal_seq: Set(occurrence.position.0),
        conversation_id: Set(Some(occurrence.conversation_id)),
        message_id: Set(occurrence.message_id),
        notice: Set(waiting.to_json()),
        run_at: Set(unit.now().plus(device.held_for)),
        expires_at: Set(unit.now().plus(EXPIRES_AFTER)),
        attempts: Set(0),
        minimal: Set(false),
    }
}

async fn insert_in(
    unit: &UnitOfWork,
    rows: Vec<push_delivery::ActiveModel>,
) -> Result<u64, DeskError> {
    let mut added = 0;
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<_> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        if chunk.is_empty() {
            break;
        }
        let once = OnConflict::columns([
            push_delivery::Column::SubscriptionId,
            push_delivery::Column::JournalSeq,
        ])
        .do_nothing()
        .to_owned();
        added += push_delivery::Entity::insert_many(chunk)
            .on_conflict(once)
            .exec_without_returning(unit.connection())
            .await?;
    }
    if added > 0 {
        unit.wake(Signal::Pushes);
    }
    Ok(added)
}
