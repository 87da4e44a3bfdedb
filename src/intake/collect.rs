//! Many webhooks, one fsync.
//!
//! A body counts as taken when it is on disk. An fsync costs as much for one body as for a hundred, so
//! bodies that arrive while one transaction commits wait for the next and share it.

use crate::Crowd;
use std::time::Instant;

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
pub struct Collector {
    queue: mpsc::Sender<Waiting>,
    crowd: Crowd,
}

impl Collector {
    /// Starts collecting for `desk`, and telling the `crowd`.
    pub fn start(desk: Desk, crowd: Crowd) -> Self {
        let (queue, receiver) = mpsc::channel(QUEUE);
        tokio::spawn(collect(desk, crowd.clone(), receiver));
        Self { queue, crowd }
    }

    /// Returns when the body is durable.
    pub async fn store(&self, fingerprint: &str, body: Bytes) -> Result<(), StorageError> {
        let (stored, answer) = oneshot::channel();
        let webhook = RawWebhook {
            fingerprint: fingerprint.to_owned(),
            body,
        };
        let place = self.queue.reserve().await;
        let place = place.map_err(|_| StorageError::Closed)?;
        self.crowd.came();
        place.send(Waiting { webhook, stored });
        answer.await.unwrap_or(Err(StorageError::Closed))
    }
}

async fn collect(desk: Desk, crowd: Crowd, mut receiver: mpsc::Receiver<Waiting>) {
    let mut waiting = Vec::with_capacity(LARGEST_GROUP);
    while receiver.recv_many(&mut waiting, LARGEST_GROUP).await > 0 {
        while !waiting.is_empty() {
            let rest = waiting.split_off(group_length(&waiting));
            let group = std::mem::replace(&mut waiting, rest);
            let bodies = group.len();
            store(&desk, group).await;
            crowd.kept(bodies);
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
    let began = Instant::now();
    let outcome = desk.store_webhooks(webhooks).await;
    metrics::histogram!("guiche_intake_store_seconds").record(began.elapsed());
    for sender in senders {
        // A sender that hung up repeats itself later.
        drop(sender.send(outcome.clone()));
    }
}
