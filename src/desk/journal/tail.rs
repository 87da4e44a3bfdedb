//! Reading the journal.

use std::collections::BTreeMap;

use entity::{UnixMillis, journal, journal_head};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::sync::watch;

use super::{Audience, Cursor, Event, Position};
use crate::signals::Signals;
use crate::storage::{Database, StorageError};

/// An event with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place.
    pub position: Position,
    /// When it happened.
    pub at: UnixMillis,
    /// What happened.
    pub event: Event,
    /// Who may be told.
    pub audience: Audience,
}

/// Why the journal cannot be read from a place.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The events after the cursor are gone, or belong to a history that a restore replaced: fetch the
    /// state anew and take a new cursor.
    #[error("the cursor has expired")]
    CursorExpired,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The journal, for reading. Cheap to clone.
#[derive(Clone)]
pub struct Journal {
    database: Database,
    signals: Signals,
    epoch: std::sync::Arc<str>,
}

impl Journal {
    pub(crate) fn new(database: Database, signals: Signals, epoch: &str) -> Self {
        Self {
            database,
            signals,
            epoch: epoch.into(),
        }
    }

    /// The newest place.
    pub async fn head(&self) -> Result<Position, StorageError> {
        Ok(Position(self.bounds().await?.seq))
    }

    /// The cursor at `position`.
    pub fn cursor(&self, position: Position) -> Cursor {
        Cursor {
            epoch: self.epoch.to_string(),
            position,
        }
    }

    /// The place of a client's cursor, if the events after it can still be read.
    pub async fn resume(&self, cursor: &Cursor) -> Result<Position, JournalError> {
        let bounds = self.bounds().await?;
        let known = bounds.compacted_to..=bounds.seq;
        if *cursor.epoch != *self.epoch || !known.contains(&cursor.position.0) {
            return Err(JournalError::CursorExpired);
        }
        Ok(cursor.position)
    }

    /// The next events after `position`, at most `limit`, in order and without gaps.
    pub async fn after(&self, position: Position, limit: u64) -> Result<Vec<Entry>, JournalError> {
        let rows = journal::Entity::find()
            .filter(journal::Column::Seq.gt(position.0))
            .order_by_asc(journal::Column::Seq)
            .limit(limit)
            .all(self.database.read())
            .await
            .map_err(StorageError::from)?;
        match rows.first() {
            // Compacted between the caller's last look and this one.
            Some(first) if first.seq != position.0 + 1 => Err(JournalError::CursorExpired),
            _ => Ok(rows.into_iter().map(entry).collect()),
        }
    }

    /// Follows the head: changes after each commit that appended events, here or on another node.
    pub fn follow(&self) -> watch::Receiver<i64> {
        self.signals.journal_head()
    }

    async fn bounds(&self) -> Result<journal_head::Model, StorageError> {
        let row = journal_head::Entity::find_by_id(1)
            .one(self.database.read())
            .await?;
        Ok(row.unwrap_or(journal_head::Model {
            id: 1,
            seq: 0,
            compacted_to: 0,
        }))
    }

    /// How many events of each kind lie after `position`: what an operator asks when a consumer lags.
    pub async fn lag(&self, position: Position) -> Result<BTreeMap<String, u64>, StorageError> {
        let kinds: Vec<String> = journal::Entity::find()
            .select_only()
            .column(journal::Column::Kind)
            .filter(journal::Column::Seq.gt(position.0))
            .into_tuple()
            .all(self.database.read())
            .await?;
        Ok(kinds.into_iter().fold(BTreeMap::new(), |mut counts, kind| {
            *counts.entry(kind).or_default() += 1;
            counts
        }))
    }
}

fn entry(row: journal::Model) -> Entry {
    Entry {
        position: Position(row.seq),
        at: row.at,
        // An event of a newer program: tell everybody to look again rather than stop the journal.
        event: serde_json::from_value(row.event).unwrap_or(Event::DirectoryChanged),
        audience: serde_json::from_value(row.audience).unwrap_or(Audience::Everyone),
    }
}
