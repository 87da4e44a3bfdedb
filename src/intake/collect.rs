//! Many webhooks, one fsync.
//!
//! A body counts as taken when it is on disk. An fsync costs as much for one body as for a hundred, so
//! bodies that arrive while one transaction commits wait for the next and share it.

use bytes::Bytes;
use desk::Desk;
use desk::storage::StorageError;
use desk::webhook::RawWebhook;
use tokio::sync::{mpsc, oneshot};

/// Bodies per transaction at most. A thousand updates are at most 3 MB, most bodies 1 kB.
const LARGEST_GROUP: usize = 512;
/// Bytes per transaction at most, but for a single larger body.
const LARGEST_GROUP_BYTES: usize = 16 * 1024 * 1024;
/// Bodies that may wait before senders are held back.
const QUEUE: usize = 2_048;

struct Waiting {
    webhook: RawWebhook,
    stored: oneshot::Sender<Result<(), StorageError>>,
}

/// Stores webhooks. Cheap to clone; ends when the last handle is dropped.
#[derive(Clone)]
pub struct Collector(mpsc::Sender<Waiting>);

impl Collector {
    /// Starts collecting for `desk`.
    pub fn start(desk: Desk) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        tokio::spawn(collect(desk, receiver));
        Self(sender)
    }

    /// Returns when the body is durable.
    pub async fn store(&self, fingerprint: &str, body: Bytes) -> Result<(), StorageError> {
        let (stored, answer) = oneshot::channel();
        let webhook = RawWebhook {
            fingerprint: fingerprint.to_owned(),
            body,
        };
        self.0
            .send(Waiting { webhook, stored })
            .await
            .map_err(|_| StorageError::Closed)?;
        answer.await.unwrap_or(Err(StorageError::Closed))
    }
}

async fn collect(desk: Desk, mut receiver: mpsc::Receiver<Waiting>) {
    let mut waiting = Vec::with_capacity(LARGEST_GROUP);
    while receiver.recv_many(&mut waiting, LARGEST_GROUP).await > 0 {
        while !waiting.is_empty() {
            let rest = waiting.split_off(group_length(&waiting));
            store(&desk, std::mem::replace(&mut waiting, rest)).await;
        }
    }
}

/// How many of `waiting` go into one transaction: at least one.
fn group_length(waiting: &[Waiting]) -> usize {
    let mut bytes = 0;
    waiting
        .iter()
        .take_while(|next| {
            bytes += next.webhook.body.len();
            bytes <= LARGEST_GROUP_BYTES
        })
        .count()
        .max(1)
}

async fn store(desk: &Desk, group: Vec<Waiting>) {
    metrics::histogram!("guiche_intake_group_size")
        .record(u32::try_from(group.len()).unwrap_or(u32::MAX));
    let (webhooks, senders): (Vec<_>, Vec<_>) = group
        .into_iter()
        .map(|waiting| (waiting.webhook, waiting.stored))
        .unzip();
    let outcome = desk.store_webhooks(webhooks).await;
    for sender in senders {
        // A sender that hung up repeats itself later.
        drop(sender.send(outcome.clone()));
    }
}
