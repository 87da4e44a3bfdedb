//! Making webhooks true.

mod batch;
mod call;
mod customer_message;
mod echo;
mod effect;
mod finish;
mod history;
mod identity_changed;
mod status;

use std::future::Future;
use std::ops::Range;
use std::sync::Arc;

pub(crate) use effect::apply_pending_in;

use super::Inbound;
use crate::Desk;
use crate::error::DeskError;
use crate::storage::StorageError;

/// A webhook that intake has read.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedWebhook {
    /// Which.
    pub seq: i64,
    /// What was understood, in the order of the body.
    pub items: Vec<WebhookItem>,
    /// What was not.
    pub rejects: Vec<RejectedItem>,
    /// Whether this is the rest of the body. A large body is applied in pieces; only the last one marks it
    /// processed. A crash between two pieces costs nothing: all pieces are applied again, which changes nothing.
    pub complete: bool,
}

/// One thing that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookItem {
    /// Where in the body it stood.
    pub path: String,
    /// As it stood there.
    pub raw: String,
    /// What it means.
    pub inbound: Inbound,
}

/// One thing that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedItem {
    /// Where in the body it stood.
    pub path: String,
    /// As it stood there.
    pub raw: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What applying a batch did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Items that were applied, changes or not.
    pub items: usize,
    /// Items that went to quarantine.
    pub quarantined: usize,
}

/// How often a batch is begun anew when another node met the same customer at the same moment.
const ATTEMPTS: u32 = 5;

impl Desk {
    /// Applies webhooks that intake has read, as one unit, and marks them processed. Applying them again
    /// changes nothing. An item that cannot be applied is undone alone and quarantined.
    pub async fn apply_webhooks(&self, webhooks: Vec<ParsedWebhook>) -> Result<Applied, DeskError> {
        let webhooks: Arc<[ParsedWebhook]> = webhooks.into();
        match self.apply_whole(Arc::clone(&webhooks)).await {
            Err(error) if concerns_an_item(&error) => {
                let broken = self.find_broken(&webhooks).await?;
                self.finish(webhooks, broken).await
            }
            outcome => outcome,
        }
    }

    async fn apply_whole(&self, webhooks: Arc<[ParsedWebhook]>) -> Result<Applied, DeskError> {
        repeat_when_busy(|| {
            let webhooks = Arc::clone(&webhooks);
            self.database().write(move |unit| {
                Box::pin(async move {
                    let items = webhooks.iter().flat_map(|webhook| &webhook.items);
                    batch::apply_in(unit, items.map(|item| &item.inbound)).await?;
                    finish::finish_in(unit, &webhooks, &[]).await
                })
            })
        })
        .await
    }

    /// Applies everything that can be applied, in halves of halves, and returns what cannot.
    async fn find_broken(&self, webhooks: &[ParsedWebhook]) -> Result<Vec<Broken>, DeskError> {
        let items: Arc<[Inbound]> = webhooks
            .iter()
            .flat_map(|webhook| webhook.items.iter().map(|item| item.inbound.clone()))
            .collect();
        let mut broken = Vec::new();
        // A stack whose top is the leftmost part: items are applied in their order.
        let mut parts: Vec<_> = std::iter::once(0..items.len()).collect();
        while let Some(part) = parts.pop() {
            match self.apply_part(&items, part.clone()).await {
                Ok(()) => {}
                Err(error) if !concerns_an_item(&error) => return Err(error),
                Err(error) if part.len() == 1 => broken.push(Broken {
                    index: part.start,
                    reason: error.to_string(),
                }),
                Err(_) => {
                    let middle = part.start + part.len() / 2;
                    parts.push(middle..part.end);
                    parts.push(part.start..middle);
                }
            }
        }
        Ok(broken)
    }

    async fn apply_part(
        &self,
        items: &Arc<[Inbound]>,
        part: Range<usize>,
    ) -> Result<(), DeskError> {
        repeat_when_busy(|| {
            let (items, part) = (Arc::clone(items), part.clone());
            self.database().write(move |unit| {
                Box::pin(async move { batch::apply_in(unit, items[part].iter()).await })
            })
        })
        .await
    }

    async fn finish(
        &self,
        webhooks: Arc<[ParsedWebhook]>,
        broken: Vec<Broken>,
    ) -> Result<Applied, DeskError> {
        self.database()
            .write(move |unit| {
                Box::pin(async move { finish::finish_in(unit, &webhooks, &broken).await })
            })
            .await
    }

    /// Applies items that were read from a quarantined piece.
    pub(super) async fn apply_items(&self, items: Vec<Inbound>) -> Result<(), DeskError> {
        let items: Arc<[Inbound]> = items.into();
        let all = 0..items.len();
        self.apply_part(&items, all).await
    }
}

/// An item that cannot be applied: its place among all items of the batch, and why.
struct Broken {
    index: usize,
    reason: String,
}

/// Whether an item may be at fault. Otherwise the database is: then all of it is tried again later.
fn concerns_an_item(error: &DeskError) -> bool {
    !matches!(error, DeskError::Storage(error) if error.is_temporary())
}

async fn repeat_when_busy<T, F, Fut>(mut attempt: F) -> Result<T, DeskError>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, DeskError>>,
{
    let mut left = ATTEMPTS;
    loop {
        left -= 1;
        match attempt().await {
            Err(DeskError::Storage(StorageError::Busy)) if left > 0 => {}
            outcome => return outcome,
        }
    }
}
