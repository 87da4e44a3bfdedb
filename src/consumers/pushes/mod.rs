//! Telling phones.
//!
//! Two loops. One follows the journal and lets the desk plan who is told of what: one row per device and
//! event, in the transaction that moves the cursor, so that a crash neither loses nor doubles a push. The other
//! sends what is due: a device that shows the app has two seconds to acknowledge the message, in which case its
//! row is gone by then (L-186; a service worker that gets a push must always show it).

mod notification;
mod outcome;
mod words;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use desk::journal::Position;
use desk::notification::PushJob;
use desk::signals::Signal;
use desk::{Desk, DeskError};
use push::{Message, Payload, PushServices, Sender, Subscription, Topic, UntrustedSubscription};
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{Report, supervise};

/// Under which name the lease and the cursor are held.
const CONSUMER: &str = "pushes";
/// Events planned in one transaction.
const EVENTS: u64 = 200;
/// Pushes under way at once: a service that does not answer keeps a place for ten seconds.
const PUSHES: usize = 64;
/// How long pushes that were begun may take at a shutdown.
const DRAIN: Duration = Duration::from_secs(9);
/// How long to sleep at most when nothing wakes us.
const LONGEST_IDLE: Duration = Duration::from_secs(5);
/// How long to sleep at least.
const SHORTEST_IDLE: Duration = Duration::from_millis(20);

/// The consumer.
#[derive(Clone)]
pub struct Pushes {
    desk: Desk,
    sender: Option<Arc<Sender>>,
    services: PushServices,
    public_url: Url,
    node: String,
}

impl Pushes {
    /// Tells phones of what happens at `desk`. Without a sender the events are passed over.
    pub fn new(
        desk: Desk,
        sender: Option<Arc<Sender>>,
        services: PushServices,
        public_url: Url,
        node: String,
    ) -> Self {
        Self {
            desk,
            sender,
            services,
            public_url,
            node,
        }
    }

    /// Runs both loops until `stop`.
    pub async fn run(self, report: Arc<dyn Report>, stop: CancellationToken) {
        let planning = supervise("push_plan", report.clone(), stop.clone(), || {
            self.plan(&stop)
        });
        let under_way = Mutex::new(JoinSet::new());
        let sending = supervise("push_send", report, stop.clone(), || async {
            self.send_due(&mut *under_way.lock().await, &stop).await
        });
        tokio::join!(planning, sending);
        let mut under_way = under_way.into_inner();
        let drained = async { while under_way.join_next().await.is_some() {} };
        if tokio::time::timeout(DRAIN, drained).await.is_err() {
            tracing::warn!("pushes were cut; they are sent again");
        }
        if let Err(error) = self.desk.release_lease(CONSUMER, &self.node).await {
            tracing::warn!(error = %error, "the pushes' lease runs out by itself");
        }
    }

    async fn plan(&self, stop: &CancellationToken) -> Result<(), DeskError> {
        let mut head = self.desk.journal().follow();
        let Some(lease) = self.desk.claim_lease(CONSUMER, &self.node).await? else {
            wait(stop, Duration::from_secs(5)).await;
            return Ok(());
        };
        let mut position = lease.position;
        while !stop.is_cancelled() && self.desk.now() < lease.until.plus(-5_000) {
            head.mark_unchanged();
            let planned = self.desk.plan_pushes(CONSUMER, position, EVENTS).await?;
            position = planned.position;
            if planned.more {
                continue;
            }
            if position < Position(*head.borrow_and_update()) {
                continue;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                _ = head.changed() => {}
                () = tokio::time::sleep(Duration::from_secs(5)) => {}
            }
        }
        Ok(())
    }

    /// Sends what is due, then waits for a due time, a signal or the end of a push. No device waits for
    /// another's service to answer.
    async fn send_due(
        &self,
        under_way: &mut JoinSet<Result<(), DeskError>>,
        stop: &CancellationToken,
    ) -> Result<(), DeskError> {
        while let Some(Ok(done)) = under_way.try_join_next() {
            done?;
        }
        let room = PUSHES.saturating_sub(under_way.len());
        let jobs = match room {
            0 => Vec::new(),
            room => self.desk.claim_pushes(room as u64).await?,
        };
        if jobs.is_empty() {
            let due = match room {
                0 => LONGEST_IDLE,
                _ => self.until_due().await?,
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.desk.signals().wait_for(Signal::Pushes) => {}
                Some(Ok(done)) = under_way.join_next() => done?,
                () = tokio::time::sleep(due) => {}
            }
        }
        for job in jobs {
            let pushes = self.clone();
            under_way.spawn(async move { pushes.send(&job).await });
        }
        Ok(())
    }

    async fn until_due(&self) -> Result<Duration, DeskError> {
        let now = self.desk.now();
        let due = self.desk.next_push_at().await?.map_or(LONGEST_IDLE, |at| {
            Duration::from_millis(u64::try_from(at.since(now)).unwrap_or(0))
        });
        Ok(due.clamp(SHORTEST_IDLE, LONGEST_IDLE))
    }

    async fn send(&self, job: &PushJob) -> Result<(), DeskError> {
        let outcome = match &self.sender {
            None => outcome::no_sender(),
            Some(sender) => self.attempt(sender, job).await,
        };
        metrics::counter!("guiche_pushes_total", "outcome" => outcome::name(&outcome)).increment(1);
        self.desk.settle_push(job.id, outcome).await
    }

    async fn attempt(&self, sender: &Sender, job: &PushJob) -> desk::notification::PushOutcome {
        let target = UntrustedSubscription {
            endpoint: &job.target.endpoint,
            p256dh: &job.target.p256dh,
            auth: &job.target.auth,
        };
        // Checked when it was stored, and again now: the list of hosts may have changed (section 5.2 of OWASP's
        // SSRF rules: check at use).
        let subscription = match Subscription::parse(target, &self.services) {
            Ok(subscription) => subscription,
            Err(reason) => return outcome::unusable(&reason),
        };
        let payload = match Payload::new(&notification::compose(job, &self.public_url)) {
            Ok(payload) => payload,
            Err(reason) => return outcome::unusable(&reason),
        };
        let topic = Topic::of_conversation(&job.notice.conversation_id.to_string());
        let message = Message::urgent(payload, Some(topic));
        #[expect(
            clippy::disallowed_methods,
            reason = "push services judge our signature by real time"
        )]
        let now = SystemTime::now();
        outcome::of(sender.send(&subscription, &message, now).await, job)
    }
}

async fn wait(stop: &CancellationToken, time: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(time) => {}
    }
}
