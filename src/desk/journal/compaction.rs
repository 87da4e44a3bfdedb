//! Forgetting old events.
//!
//! Rule: an event may go when it is older than the retention *and* every consumer has passed it. Events
//! go in chunks, each in a transaction of its own, so that compaction never holds up a webhook.

use entity::{UnixMillis, consumer, journal, journal_head};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Desk;
use crate::storage::{Database, StorageError};

/// Events per transaction.
const CHUNK: u64 = 5_000;

/// What one round of compaction did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// Events that went.
    pub removed: u64,
    /// Whether older events than allowed are still there, to be removed at once.
    pub more: bool,
    /// Whether events that are old enough stay until a consumer has passed them.
    pub held_up: bool,
}

/// Removes up to one chunk of the events from before `horizon`.
pub async fn compact(database: &Database, horizon: UnixMillis) -> Result<Compacted, StorageError> {
    let slowest = consumer::Entity::find()
        .order_by_asc(consumer::Column::Seq)
        .one(database.read())
        .await?
        .map_or(i64::MAX, |row| row.seq);
    let expired = journal::Entity::find().filter(journal::Column::At.lt(horizon));
    let held_up = expired
        .clone()
        .filter(journal::Column::Seq.gt(slowest))
        .limit(1)
        .one(database.read())
        .await?
        .is_some();
    let old = expired
        .filter(journal::Column::Seq.lte(slowest))
        .order_by_asc(journal::Column::Seq)
        .limit(CHUNK)
        .all(database.read())
        .await?;
    // A clock that went back can leave a younger event among older ones: stop before it, keep no gaps.
    let first = old.first().map_or(0, |row| row.seq);
    let gapless = old
        .iter()
        .zip(first..)
        .take_while(|(row, seq)| row.seq == *seq)
        .count();
    let Some(last) = gapless.checked_sub(1).map(|index| old[index].seq) else {
        return Ok(Compacted {
            removed: 0,
            more: false,
            held_up,
        });
    };
    let removed = database
        .write(move |unit| {
            Box::pin(async move {
                journal_head::Entity::update_many()
                    .set(journal_head::ActiveModel {
                        compacted_to: Set(last),
                        ..Default::default()
                    })
                    .filter(journal_head::Column::Id.eq(1))
                    .exec(unit.connection())
                    .await?;
                let gone = journal::Entity::delete_many()
                    .filter(journal::Column::Seq.lte(last))
                    .exec(unit.connection())
                    .await?;
                Ok::<_, StorageError>(gone.rows_affected)
            })
        })
        .await?;
    Ok(Compacted {
        removed,
        more: old.len() as u64 == CHUNK,
        held_up,
    })
}

impl Desk {
    /// Removes one chunk of the events from before `horizon`, see [`compact`].
    pub async fn compact_journal(&self, horizon: UnixMillis) -> Result<Compacted, StorageError> {
        compact(self.database(), horizon).await
    }
}
