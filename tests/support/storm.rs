//! Customers who write faster than anybody can read, from outside the sandbox: what was acknowledged is
//! remembered, and what was not can be sent again, as Meta does it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::StatusCode;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::installation::APP_SECRET;
use super::{Installation, webhook};

/// Far beyond what a loaded machine needs.
const PATIENCE: Duration = Duration::from_mins(1);
/// How many post at once.
const WORKERS: u64 = 8;
/// How many customers write.
pub const CUSTOMERS: u64 = 20;

/// Webhooks by wamid.
pub type Bodies = BTreeMap<String, Vec<u8>>;

/// Makes texts that never repeat.
#[derive(Clone, Default)]
pub struct Storm {
    next: Arc<AtomicU64>,
}

/// A storm that blows.
pub struct Blowing {
    stop: CancellationToken,
    acknowledged: watch::Receiver<usize>,
    workers: JoinSet<(Bodies, Bodies)>,
}

impl Storm {
    /// The next text of one of the customers: its wamid and its webhook.
    pub fn next(&self) -> (String, Vec<u8>) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let wamid = format!("wamid.storm.{number:06}");
        let customer = number % CUSTOMERS;
        let body = webhook::text(
            &format!("55619{customer:08}"),
            &format!("Customer {customer}"),
            &wamid,
            1_795_000_000 + i64::try_from(number).expect("a small number"),
            &format!("Message {number}"),
        );
        (wamid, body.to_string().into_bytes())
    }

    /// Posts about `per_second` texts until it is told to stop.
    pub fn blow(&self, installation: &Installation, per_second: u64) -> Blowing {
        let stop = CancellationToken::new();
        let (count, acknowledged) = watch::channel(0);
        let mut workers = JoinSet::new();
        for _ in 0..WORKERS {
            let (storm, stop, count) = (self.clone(), stop.clone(), count.clone());
            let url = installation.url("/webhooks/whatsapp");
            let pause = Duration::from_micros(1_000_000 * WORKERS / per_second);
            workers.spawn(async move { storm.work(&url, pause, &stop, &count).await });
        }
        Blowing {
            stop,
            acknowledged,
            workers,
        }
    }

    async fn work(
        &self,
        url: &str,
        pause: Duration,
        stop: &CancellationToken,
        count: &watch::Sender<usize>,
    ) -> (Bodies, Bodies) {
        let (mut acknowledged, mut refused) = (Bodies::new(), Bodies::new());
        let mut pace = tokio::time::interval(pause);
        while !stop.is_cancelled() {
            pace.tick().await;
            let (wamid, body) = self.next();
            let kept = if post(url, body.clone()).await == Some(StatusCode::OK) {
                count.send_modify(|count| *count += 1);
                &mut acknowledged
            } else {
                &mut refused
            };
            kept.insert(wamid, body);
        }
        (acknowledged, refused)
    }
}

impl Blowing {
    /// Waits until so many were acknowledged: the storm is at its full strength.
    pub async fn acknowledged(&mut self, count: usize) {
        let enough = self.acknowledged.wait_for(|so_far| *so_far >= count);
        let enough = tokio::time::timeout(PATIENCE, enough).await;
        let enough = enough.expect("texts are acknowledged in time");
        enough.expect("workers that go on");
    }

    /// Stops; returns what was acknowledged with 200, and what was not.
    pub async fn stop(mut self) -> (Bodies, Bodies) {
        self.stop.cancel();
        let (mut acknowledged, mut refused) = (Bodies::new(), Bodies::new());
        while let Some(worker) = self.workers.join_next().await {
            let (yes, no) = worker.expect("a worker that ends");
            acknowledged.extend(yes);
            refused.extend(no);
        }
        (acknowledged, refused)
    }
}

/// Posts again what was not acknowledged, until it is.
pub async fn repeat(installation: &Installation, bodies: &Bodies) {
    let url = installation.url("/webhooks/whatsapp");
    for (wamid, body) in bodies {
        assert_eq!(
            post(&url, body.clone()).await,
            Some(StatusCode::OK),
            "{wamid}"
        );
    }
}

async fn post(url: &str, body: Vec<u8>) -> Option<StatusCode> {
    let signature = webhook::signature(APP_SECRET, &body);
    let request = crate::http()
        .post(url)
        .header("x-hub-signature-256", signature)
        .body(body);
    Some(request.send().await.ok()?.status())
}
