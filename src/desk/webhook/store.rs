//! Keeping what Meta posted.

use bytes::Bytes;
use entity::{UnixMillis, webhook};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Desk;
use crate::signals::Signal;
use crate::storage::{StorageError, UnitOfWork};

/// A body whose signature was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawWebhook {
    /// Which app secret signed it.
    pub fingerprint: String,
    /// As it came.
    pub body: Bytes,
}

/// A body that waits to be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredWebhook {
    /// Order of arrival.
    pub seq: i64,
    /// Which app secret signed it.
    pub fingerprint: String,
    /// As it came.
    pub body: Vec<u8>,
    /// When it came.
    pub received_at: UnixMillis,
}

/// How many rows one INSERT carries: three values each, well under SQLite's limit of bound values.
const ROWS_PER_INSERT: usize = 500;

impl Desk {
    /// Keeps bodies; durable when this returns.
    pub async fn store_webhooks(&self, webhooks: Vec<RawWebhook>) -> Result<(), StorageError> {
        if webhooks.is_empty() {
            return Ok(());
        }
        self.database()
            .write(move |unit| Box::pin(store_in(unit, webhooks)))
            .await
    }

    /// The oldest bodies that were not applied yet.
    pub async fn unprocessed_webhooks(
        &self,
        limit: u64,
    ) -> Result<Vec<StoredWebhook>, StorageError> {
        let rows = webhook::Entity::find()
            .filter(webhook::Column::ProcessedAt.is_null())
            .order_by_asc(webhook::Column::Seq)
            .limit(limit)
            .all(self.database().read())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| StoredWebhook {
                seq: row.seq,
                fingerprint: row.secret_fingerprint,
                body: row.body,
                received_at: row.received_at,
            })
            .collect())
    }
}

async fn store_in(unit: &UnitOfWork, webhooks: Vec<RawWebhook>) -> Result<(), StorageError> {
    let mut rows = webhooks.into_iter().map(|webhook| webhook::ActiveModel {
        received_at: Set(unit.now()),
        secret_fingerprint: Set(webhook.fingerprint),
        body: Set(webhook.body.into()),
        ..Default::default()
    });
    loop {
        let chunk: Vec<_> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        if chunk.is_empty() {
            break;
        }
        webhook::Entity::insert_many(chunk)
            .exec_without_returning(unit.connection())
            .await?;
    }
    unit.wake(Signal::Webhooks);
    Ok(())
}
