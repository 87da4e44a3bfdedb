//! Sending to Meta.
//!
//! The outbox hands out the heads of conversations, so that a conversation's messages leave in order; this
//! consumer keeps the number's throughput and the customer's pair rate, sends many conversations at
//! once, and settles each attempt. What certainly did not leave is tried again, what may have left never is.

mod attempt;
mod limits;
mod retry;
mod translate;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use desk::outbox::{self, Settlement};
use desk::signals::Signal;
use desk::{Desk, DeskError};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use whatsapp::client::GraphClient;

use crate::{Report, supervise};
use limits::Limits;

/// Under which name the lease is held.
const CONSUMER: &str = "outbound";
/// Requests to Meta at once.
const CONCURRENT: usize = 32;
/// How long to sleep when nothing wakes us: planned retries become due without a signal.
const IDLE: Duration = Duration::from_millis(500);
/// How long claims that were begun may take at a shutdown, within the program's own grace (F30).
const DRAIN: Duration = Duration::from_secs(9);

/// The consumer.
pub struct Outbound {
    courier: Arc<Courier>,
}

/// What an attempt needs.
struct Courier {
    desk: Desk,
    client: GraphClient,
    node: String,
    limits: Mutex<Limits>,
}

impl Outbound {
    /// Sends for `desk` through `client`.
    pub fn new(desk: Desk, client: GraphClient, node: String) -> Self {
        let courier = Courier {
            desk,
            client,
            node,
            limits: Mutex::default(),
        };
        Self {
            courier: Arc::new(courier),
        }
    }

    /// Runs until `stop`, then lets the attempts under way end.
    pub async fn run(self, report: Arc<dyn Report>, stop: CancellationToken) {
        let courier = self.courier;
        let under_way = Arc::new(tokio::sync::Mutex::new(JoinSet::new()));
        supervise(CONSUMER, report, stop.clone(), || {
            let (courier, under_way, stop) = (courier.clone(), under_way.clone(), stop.clone());
            async move { round(&courier, &mut *under_way.lock().await, &stop).await }
        })
        .await;
        let mut under_way = under_way.lock().await;
        let drained = async { while under_way.join_next().await.is_some() {} };
        if tokio::time::timeout(DRAIN, drained).await.is_err() {
            tracing::warn!("requests to Meta were cut; their messages are shown as unknown");
        }
        if let Err(error) = courier.desk.release_lease(CONSUMER, &courier.node).await {
            tracing::warn!(error = %error, "the outbox's lease runs out by itself");
        }
    }
}

/// Hands out what may be sent, then waits for room, a signal or a due time.
async fn round(
    courier: &Arc<Courier>,
    under_way: &mut JoinSet<()>,
    stop: &CancellationToken,
) -> Result<(), DeskError> {
    while under_way.try_join_next().is_some() {}
    if courier
        .desk
        .claim_lease(CONSUMER, &courier.node)
        .await?
        .is_none()
    {
        idle(courier, under_way, stop).await;
        return Ok(());
    }
    let recovered = courier.desk.recover_outbound().await?;
    if recovered > 0 {
        tracing::warn!(recovered, "attempts of a node that died were ended");
    }
    let room = CONCURRENT.saturating_sub(under_way.len());
    let claimed = if room == 0 {
        Vec::new()
    } else {
        courier
            .desk
            .claim_outbound(&courier.node, room as u64)
            .await?
    };
    let claimed_any = !claimed.is_empty();
    for entry in claimed {
        under_way.spawn(Arc::clone(courier).deliver(entry));
    }
    courier.limits().forget_idle(courier.desk.now());
    if !claimed_any {
        idle(courier, under_way, stop).await;
    }
    Ok(())
}

async fn idle(courier: &Courier, under_way: &mut JoinSet<()>, stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = courier.desk.signals().wait_for(Signal::Outbox) => {}
        Some(_) = under_way.join_next() => {}
        () = tokio::time::sleep(IDLE) => {}
    }
}

impl Courier {
    fn limits(&self) -> std::sync::MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn deliver(self: Arc<Self>, entry: outbox::Outbound) {
        let id = entry.id;
        let settlement = match self.attempt(&entry).await {
            Ok(settlement) => settlement,
            Err(error) => {
                // Before the request; the entry goes back, and the supervisor's pace limits the repetition.
                tracing::error!(error = %error, "an attempt could not begin");
                Settlement::Released {
                    run_at: Some(self.desk.now().plus(1_000)),
                }
            }
        };
        self.settle(id, settlement).await;
    }

    /// Settling must not be lost: what it says is nowhere else. A database that is away comes back, or
    /// the lease runs out and the message is shown as unknown.
    async fn settle(&self, id: entity::OutboxId, settlement: Settlement) {
        let mut pause = Duration::from_millis(50);
        while let Err(error) = self.desk.settle_outbound(id, settlement.clone()).await {
            tracing::error!(error = %error, "an attempt's outcome could not be recorded yet");
            if pause > Duration::from_secs(30) {
                return;
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
    }
}
