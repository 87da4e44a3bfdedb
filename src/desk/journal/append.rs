//! Writing the journal.

use entity::{UnixMillis, journal, journal_head};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::{Audience, Event};
use crate::storage::StorageError;

/// How many rows one INSERT carries: five values each, well under SQLite's limit of bound values.
const ROWS_PER_INSERT: usize = 500;

/// An event that has no sequence number yet.
pub struct NewEvent {
    pub at: UnixMillis,
    pub event: Event,
    pub audience: Audience,
}

/// Appends `events` in order and returns the journal's new head. Must be the last thing before the
/// commit: it holds the row that every other committer needs.
pub async fn append_in(
    transaction: &DatabaseTransaction,
    events: Vec<NewEvent>,
) -> Result<Option<i64>, StorageError> {
    if events.is_empty() {
        return Ok(None);
    }
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let head = journal_head::Entity::update_many()
        .col_expr(
            journal_head::Column::Seq,
            Expr::col(journal_head::Column::Seq).add(count),
        )
        .filter(journal_head::Column::Id.eq(1))
        .exec_with_returning(transaction)
        .await?
        .first()
        .map_or(count, |row| row.seq);
    let mut rows = events
        .into_iter()
        .zip(head - count + 1..)
        .map(|(new, seq)| journal::ActiveModel {
            seq: Set(seq),
            at: Set(new.at),
            kind: Set(new.event.kind().to_owned()),
            event: Set(serde_json::to_value(&new.event).unwrap_or_default()),
            audience: Set(serde_json::to_value(new.audience).unwrap_or_default()),
        });
    loop {
        let chunk: Vec<_> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        if chunk.is_empty() {
            return Ok(Some(head));
        }
        journal::Entity::insert_many(chunk)
            .exec_without_returning(transaction)
            .await?;
    }
}
