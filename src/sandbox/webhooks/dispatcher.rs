//! The delivery of webhooks: in order of their making, so many at once, repeated on demand, retried on anything but
//! 200. What is under way is counted, so that a test can wait until all is settled.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::{DeliverySettings, encode, sign};
use crate::clock::Clock;
use crate::ledger::{Attempt, Delivery, Ledger};
use crate::locking::lock;

/// One update for one endpoint.
#[derive(Debug)]
pub(crate) struct Parcel {
    pub(crate) destination: Destination,
    pub(crate) field: String,
    pub(crate) value: Value,
}

/// Updates for the same destination may share a POST.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Destination {
    pub(crate) url: String,
    pub(crate) app_secret: String,
    pub(crate) waba_id: String,
}

/// A body that is ready to go.
#[derive(Debug)]
struct Post {
    number: u64,
    url: String,
    body: String,
    signature: String,
    attempts: u32,
    /// Keeps "settled" waiting until this POST was taken or given up.
    _pending: Pending,
    /// Told after the first try, whatever its outcome.
    tried: Option<oneshot::Sender<()>>,
}

/// Counts what is under way.
#[derive(Debug)]
pub(crate) struct Pending(watch::Sender<usize>);

impl Pending {
    fn new(count: &watch::Sender<usize>) -> Self {
        count.send_modify(|pending| *pending += 1);
        Self(count.clone())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.0
            .send_modify(|pending| *pending = pending.saturating_sub(1));
    }
}

type Waiting = HashMap<Destination, Vec<(String, Value)>>;

#[derive(Debug, Clone)]
pub(crate) struct Dispatcher {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    client: reqwest::Client,
    clock: Clock,
    ledger: Arc<Ledger>,
    settings: watch::Sender<DeliverySettings>,
    permits: Mutex<Arc<Semaphore>>,
    waiting: Mutex<Waiting>,
    queue: mpsc::UnboundedSender<Post>,
    pending: watch::Sender<usize>,
    /// Cancelled by a reset: what was planned before it never happens.
    epoch: Mutex<CancellationToken>,
}

impl Dispatcher {
    /// Starts the task that delivers; it ends when `stop` is cancelled.
    pub(crate) fn start(
        client: reqwest::Client,
        clock: Clock,
        ledger: Arc<Ledger>,
        stop: CancellationToken,
    ) -> Self {
        let (queue, posts) = mpsc::unbounded_channel();
        let settings = DeliverySettings::default();
        let shared = Arc::new(Shared {
            client,
            clock,
            ledger,
            permits: Mutex::new(Arc::new(Semaphore::new(settings.concurrency))),
            settings: watch::Sender::new(settings),
            waiting: Mutex::default(),
            queue,
            pending: watch::Sender::new(0),
            epoch: Mutex::new(CancellationToken::new()),
        });
        tokio::spawn(deliver_all(shared.clone(), posts, stop));
        Self { shared }
    }

    pub(crate) fn settings(&self) -> DeliverySettings {
        self.shared.settings.borrow().clone()
    }

    pub(crate) fn set(&self, settings: DeliverySettings) {
        *lock(&self.shared.permits) = Arc::new(Semaphore::new(settings.concurrency.max(1)));
        self.shared.settings.send_replace(settings);
    }

    /// Forgets everything that is under way.
    pub(crate) fn reset(&self) {
        std::mem::take(&mut *lock(&self.shared.epoch)).cancel();
        lock(&self.shared.waiting).clear();
        self.set(DeliverySettings::default());
    }

    /// Registers something that is yet to happen.
    pub(crate) fn pending(&self) -> Pending {
        Pending::new(&self.shared.pending)
    }

    /// The token that a reset cancels.
    pub(crate) fn epoch(&self) -> CancellationToken {
        lock(&self.shared.epoch).clone()
    }

    /// Waits until nothing is planned or under way, at most `patience`; tells whether that came true.
    pub(crate) async fn settled(&self, patience: Duration) -> bool {
        let mut pending = self.shared.pending.subscribe();
        tokio::time::timeout(patience, pending.wait_for(|count| *count == 0))
            .await
            .is_ok()
    }

    /// Sends an update, alone or with others as the settings say.
    pub(crate) fn send(&self, parcel: Parcel) {
        let settings = self.settings();
        if settings.batch_size <= 1 {
            let body = self.body_of(&parcel.destination, vec![(parcel.field, parcel.value)]);
            self.enqueue(&parcel.destination, body, None);
            return;
        }
        let (first, full) = {
            let mut waiting = lock(&self.shared.waiting);
            let batch = waiting.entry(parcel.destination.clone()).or_default();
            batch.push((parcel.field, parcel.value));
            (batch.len() == 1, batch.len() >= settings.batch_size)
        };
        if full {
            self.flush(&parcel.destination);
        } else if first {
            self.flush_later(
                parcel.destination,
                Duration::from_millis(settings.batch_linger_ms),
            );
        }
    }

    /// Sends an update and waits until it was tried once.
    pub(crate) async fn send_and_wait(&self, parcel: Parcel) {
        let (tried, first_try) = oneshot::channel();
        let body = self.body_of(&parcel.destination, vec![(parcel.field, parcel.value)]);
        self.enqueue(&parcel.destination, body, Some(tried));
        // The sender is dropped by a reset: nothing to wait for then.
        let _ = first_try.await;
    }

    /// Sends any text as a body, signed with this destination's secret unless a signature is given.
    pub(crate) fn send_text(
        &self,
        destination: &Destination,
        body: String,
        signature: Option<String>,
    ) {
        let signature = signature.unwrap_or_else(|| sign(&destination.app_secret, body.as_bytes()));
        self.enqueue_signed(&destination.url, body, signature, None);
    }

    /// Repeats a delivery `times` times, at once.
    pub(crate) fn repeat(&self, delivery: &Delivery, times: u32) {
        for _ in 0..times {
            self.push(Post {
                number: delivery.number,
                url: delivery.url.clone(),
                body: delivery.body.clone(),
                signature: delivery.signature.clone(),
                attempts: 0,
                _pending: self.pending(),
                tried: None,
            });
        }
    }

    fn body_of(&self, destination: &Destination, updates: Vec<(String, Value)>) -> String {
        body_of(destination, updates, self.shared.clock.now_seconds())
    }

    fn flush(&self, destination: &Destination) {
        let batch = lock(&self.shared.waiting).remove(destination);
        if let Some(batch) = batch {
            let body = self.body_of(destination, batch);
            self.enqueue(destination, body, None);
        }
    }

    fn flush_later(&self, destination: Destination, linger: Duration) {
        let (dispatcher, pending, epoch) = (self.clone(), self.pending(), self.epoch());
        tokio::spawn(async move {
            if epoch
                .run_until_cancelled(tokio::time::sleep(linger))
                .await
                .is_some()
            {
                dispatcher.flush(&destination);
            }
            drop(pending);
        });
    }

    fn enqueue(&self, destination: &Destination, body: String, tried: Option<oneshot::Sender<()>>) {
        let signature = sign(&destination.app_secret, body.as_bytes());
        self.enqueue_signed(&destination.url, body, signature, tried);
    }

    fn enqueue_signed(
        &self,
        url: &str,
        body: String,
        signature: String,
        tried: Option<oneshot::Sender<()>>,
    ) {
        let number = self.shared.ledger.deliveries.add(|number| Delivery {
            number,
            at_ms: self.shared.clock.now_ms(),
            url: url.to_owned(),
            body: body.clone(),
            signature: signature.clone(),
            attempts: Vec::new(),
        });
        let post = Post {
            number,
            url: url.to_owned(),
            body,
            signature,
            attempts: 0,
            _pending: self.pending(),
            tried,
        };
        let duplicates = self.shared.settings.borrow().duplicates;
        let copies: Vec<Post> = (0..duplicates)
            .map(|_| Post {
                number,
                url: post.url.clone(),
                body: post.body.clone(),
                signature: post.signature.clone(),
                attempts: 0,
                _pending: self.pending(),
                tried: None,
            })
            .collect();
        self.push(post);
        for copy in copies {
            self.push(copy);
        }
    }

    fn push(&self, post: Post) {
        // The queue closes only when the sandbox shuts down.
        let _ = self.shared.queue.send(post);
    }
}

fn body_of(destination: &Destination, updates: Vec<(String, Value)>, now_seconds: i64) -> String {
    let timed = updates.iter().any(|(field, _)| field != "messages");
    let changes: Vec<Value> = updates
        .into_iter()
        .map(|(field, value)| json!({ "value": value, "field": field }))
        .collect();
    let mut entry = json!({ "id": destination.waba_id, "changes": changes });
    if timed {
        // Only fields other than `messages` carry the entry's time (section 2).
        entry["time"] = json!(now_seconds);
    }
    encode(&json!({ "object": "whatsapp_business_account", "entry": [entry] }))
}

async fn deliver_all(
    shared: Arc<Shared>,
    mut posts: mpsc::UnboundedReceiver<Post>,
    stop: CancellationToken,
) {
    let mut settings = shared.settings.subscribe();
    while let Some(Some(post)) = stop.run_until_cancelled(posts.recv()).await {
        let epoch = lock(&shared.epoch).clone();
        let ready = async {
            let resumed = settings.wait_for(|settings| !settings.paused).await;
            drop(resumed);
            let permits = lock(&shared.permits).clone();
            permits.acquire_owned().await
        };
        let Some(Some(Ok(permit))) = stop
            .run_until_cancelled(epoch.run_until_cancelled(ready))
            .await
        else {
            continue;
        };
        let shared = shared.clone();
        tokio::spawn(async move {
            let attempted = epoch.run_until_cancelled(attempt(&shared, post)).await;
            drop(permit);
            if let Some(Some((post, pause))) = attempted {
                epoch.run_until_cancelled(tokio::time::sleep(pause)).await;
                if !epoch.is_cancelled() {
                    let _ = shared.queue.send(post);
                }
            }
        });
    }
}

/// Tries once; gives the POST back with the pause before its next try unless it is done.
async fn attempt(shared: &Shared, mut post: Post) -> Option<(Post, Duration)> {
    let settings = shared.settings.borrow().clone();
    let at_ms = shared.clock.now_ms();
    let began = Instant::now();
    let answer = shared
        .client
        .post(&post.url)
        .header("content-type", "application/json")
        .header("x-hub-signature-256", &post.signature)
        .header("user-agent", "facebookexternalua")
        .timeout(Duration::from_millis(settings.timeout_ms))
        .body(post.body.clone())
        .send()
        .await;
    let (status, error) = match answer {
        Ok(answer) => (Some(answer.status().as_u16()), None),
        Err(error) => (None, Some(error.without_url().to_string())),
    };
    shared.ledger.deliveries.change(post.number, |delivery| {
        delivery.attempts.push(Attempt {
            at_ms,
            status,
            error,
            took_us: u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
        });
    });
    if let Some(tried) = post.tried.take() {
        // Whoever waited may have gone.
        let _ = tried.send(());
    }
    post.attempts += 1;
    if status == Some(200) || post.attempts >= settings.max_attempts {
        return None;
    }
    let pause = settings.pause_after(post.attempts);
    Some((post, pause))
}
