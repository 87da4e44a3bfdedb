//! Keeping what Meta posted.

use bytes::Bytes;
use entity::UnixMillis;

use crate::Desk;
use crate::storage::StorageError;

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

impl Desk {
    /// Keeps bodies; durable when this returns.
    pub async fn store_webhooks(&self, _webhooks: Vec<RawWebhook>) -> Result<(), StorageError> {
        Ok(())
    }

    /// The oldest bodies that were not applied yet.
    pub async fn unprocessed_webhooks(
        &self,
        _limit: u64,
    ) -> Result<Vec<StoredWebhook>, StorageError> {
        Ok(Vec::new())
    }
}
