//! Sending to Meta.
//!
//! The outbox hands out the heads of conversations, so that a conversation's messages leave in order; this
//! consumer keeps the number's throughput and the customer's pair rate, sends many conversations at
//! once, and settles each attempt. What certainly did not leave is tried again, what may have left never is.

mod attempt;
mod file;
mod limits;
mod retry;
mod template;
mod translate;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use desk::outbox::{self, Settlement};
use desk::signals::Signal;
use desk::{Desk, DeskError};
use entity::UnixMillis;
use files::FileStore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use whatsapp::client::GraphClient;

use crate::lease::Lease;
use crate::{Report, supervise};
use file::Transfers;
use limits::Limits;

/// Under which name the lease is held.
const CONSUMER: &str = "outbound";
/// Requests to Meta at once; files on their way to Meta do not count.
const CONCURRENT: usize = 32;
/// Files on their way to Meta at once, beyond which they take the places of requests.
const MOST_TRANSFERS: usize = 32;
/// How long to sleep at most when nothing wakes us: a pause that ends elsewhere sends no signal.
const LONGEST_IDLE: Duration = Duration::from_secs(2);
/// How long to sleep at least when something is due and held back.
const SHORTEST_IDLE: Duration = Duration::from_millis(50);
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
    store: FileStore,
    node: String,
    limits: Mutex<Limits>,
    transfers: Transfers,
    /// Cancelled when the program stops: what is only on its way to Meta's store can be cut.
    stopping: CancellationToken,
}

impl Outbound {
    /// Sends for `desk` through `client`; files come from `store`.
    pub fn new(desk: Desk, client: GraphClient, store: FileStore, node: String) -> Self {
        let courier = Courier {
            desk,
            client,
            store,
            node,
            limits: Mutex::default(),
            transfers: Transfers::default(),
            stopping: CancellationToken::new(),
        };
        Self {
            courier: Arc::new(courier),
        }
    }

    /// Runs until `stop`, then lets the attempts under way end.
    pub async fn run(self, report: Arc<dyn Report>, stop: CancellationToken) {
        let courier = self.courier;
        let lease = Lease::new(CONSUMER, courier.node.clone());
        let work = Arc::new(tokio::sync::Mutex::new(Work {
            under_way: JoinSet::new(),
            lease,
            resumed: false,
        }));
        supervise(CONSUMER, report, stop.clone(), || {
            let (courier, work, stop) = (courier.clone(), work.clone(), stop.clone());
            async move { round(&courier, &mut *work.lock().await, &stop).await }
        })
        .await;
        courier.stopping.cancel();
        let mut work = work.lock().await;
        let drained = async { while work.under_way.join_next().await.is_some() {} };
        if tokio::time::timeout(DRAIN, drained).await.is_err() {
            tracing::warn!("requests to Meta were cut; their messages are shown as unknown");
        }
        work.lease.release(&courier.desk).await;
    }
}

/// What goes on from round to round.
struct Work {
    under_way: JoinSet<()>,
    lease: Lease,
    /// Whether what an earlier process of this node had begun is ended.
    resumed: bool,
}

/// Hands out what may be sent, then waits for room, a signal or a due time.
async fn round(
    courier: &Arc<Courier>,
    work: &mut Work,
    stop: &CancellationToken,
) -> Result<(), DeskError> {
    let desk = &courier.desk;
    while work.under_way.try_join_next().is_some() {}
    if !work.lease.is_held(desk).await? {
        idle(courier, work, stop, LONGEST_IDLE).await;
        return Ok(());
    }
    if !work.resumed {
        while desk.recover_outbound_of(&courier.node).await? > 0 {}
        work.resumed = true;
    }
    let now = desk.now();
    if is_due(desk.next_outbound_lease_end().await?, now) {
        let recovered = desk.recover_outbound().await?;
        tracing::warn!(recovered, "attempts of a node that died were ended");
    }
    let places = CONCURRENT + courier.transfers.count().min(MOST_TRANSFERS);
    let room = places.saturating_sub(work.under_way.len());
    let next = desk.next_outbound_at().await?;
    let claimed = if room > 0 && is_due(next, now) {
        desk.claim_outbound(&courier.node, room as u64).await?
    } else {
        Vec::new()
    };
    if claimed.is_empty() {
        courier.limits().forget_idle(now);
        idle(courier, work, stop, until(next, now)).await;
    }
    for entry in claimed {
        work.under_way.spawn(Arc::clone(courier).deliver(entry));
    }
    Ok(())
}

fn is_due(at: Option<UnixMillis>, now: UnixMillis) -> bool {
    at.is_some_and(|at| at <= now)
}

/// How long to sleep. What is due and was not handed out waits for something else, which wakes us.
fn until(next: Option<UnixMillis>, now: UnixMillis) -> Duration {
    let wait = next.map_or(LONGEST_IDLE, |at| {
        Duration::from_millis(u64::try_from(at.since(now)).unwrap_or(0))
    });
    wait.clamp(SHORTEST_IDLE, LONGEST_IDLE)
}

async fn idle(courier: &Courier, work: &mut Work, stop: &CancellationToken, time: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = courier.desk.signals().wait_for(Signal::Outbox) => {}
        Some(_) = work.under_way.join_next() => {}
        () = tokio::time::sleep(time) => {}
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
