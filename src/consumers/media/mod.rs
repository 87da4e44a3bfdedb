//! Fetching the files of messages, while Meta still has them.
//!
//! The desk says which files wait; this consumer asks Meta where each is (an address lives five minutes, an
//! id seven days: Cloud API reference, section 8), streams it into the store with a cap and constant memory,
//! verifies its digest and judges its type by its own bytes. What customers send is hostile by definition:
//! nothing that they or Meta declare is believed, and a file that is not whole and verified is never
//! under the name by which it would be served.

mod digest;
mod failure;
mod fetch;
mod listen;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use desk::media::MediaJob;
use desk::signals::Signal;
use desk::{Desk, DeskError};
use files::FileStore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use whatsapp::client::GraphClient;

use crate::{Report, supervise};
use fetch::Fetcher;
use listen::Listener;

/// The name under which the consumer reports.
const CONSUMER: &str = "media";
/// How long to sleep when nothing wakes us: what is tried again becomes due without a signal.
const IDLE: Duration = Duration::from_secs(5);

/// The consumer.
pub struct Media {
    fetcher: Arc<Fetcher>,
}

impl Media {
    /// Fetches the files of `desk` through `client` into `store`. `node` names this process among those
    /// that work on the same database.
    pub fn new(desk: Desk, client: GraphClient, store: FileStore, node: String) -> Self {
        Self {
            fetcher: Arc::new(Fetcher {
                desk,
                client,
                store,
                listener: Listener::new(),
                node,
            }),
        }
    }

    /// Runs until `stop`. Transfers under way are cut then and claimed anew later: nothing is at stake.
    pub async fn run(self, report: Arc<dyn Report>, stop: CancellationToken) {
        let fetcher = self.fetcher;
        if let Err(error) = fetcher.store.sweep(fetcher.desk.now().0).await {
            tracing::warn!(error = %error, "what earlier transfers left behind could not be removed");
        }
        let under_way = Arc::new(tokio::sync::Mutex::new(JoinSet::new()));
        supervise(CONSUMER, report, stop.clone(), || {
            let (fetcher, under_way, stop) = (fetcher.clone(), under_way.clone(), stop.clone());
            async move { round(&fetcher, &mut *under_way.lock().await, &stop).await }
        })
        .await;
        under_way.lock().await.shutdown().await;
        if let Err(error) = fetcher.desk.release_media(&fetcher.node).await {
            tracing::warn!(error = %error, "claims on files run out by themselves");
        }
    }
}

/// Begins what there is room for, then waits for room, a signal or a due time.
async fn round(
    fetcher: &Arc<Fetcher>,
    under_way: &mut JoinSet<()>,
    stop: &CancellationToken,
) -> Result<(), DeskError> {
    while under_way.try_join_next().is_some() {}
    let room = fetcher.store.transfers().saturating_sub(under_way.len());
    let jobs = match room {
        0 => Vec::new(),
        room => fetcher.desk.claim_media(&fetcher.node, room as u64).await?,
    };
    let more_may_be_due = room > 0 && jobs.len() == room;
    for job in jobs {
        under_way.spawn(Arc::clone(fetcher).carry_out(job));
    }
    if more_may_be_due && under_way.len() < fetcher.store.transfers() {
        return Ok(());
    }
    tokio::select! {
        () = stop.cancelled() => {}
        () = fetcher.desk.signals().wait_for(Signal::Media), if room > 0 => {}
        Some(_) = under_way.join_next() => {}
        () = tokio::time::sleep(IDLE) => {}
    }
    Ok(())
}

impl Fetcher {
    /// Fetches one file and settles it, holding on to the claim for as long as it takes.
    async fn carry_out(self: Arc<Self>, job: MediaJob) {
        let id = job.message_id;
        let outcome = tokio::select! {
            outcome = self.attempt(&job) => outcome,
            never = self.renew(&job) => match never {},
        };
        let mut pause = Duration::from_millis(50);
        while let Err(error) = self.desk.settle_media(id, outcome.clone()).await {
            tracing::error!(error = %error, message.id = %id, "a file's outcome could not be recorded yet");
            if pause > Duration::from_secs(30) {
                // The claim runs out, and the file is fetched again.
                return;
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
    }

    async fn renew(&self, job: &MediaJob) -> std::convert::Infallible {
        loop {
            tokio::time::sleep(Desk::MEDIA_RENEWAL).await;
            let renewed = self.desk.renew_media(&self.node, &[job.message_id]).await;
            if let Err(error) = renewed {
                tracing::warn!(error = %error, "a claim on a file could not be renewed");
            }
        }
    }
}
