//! What arrived at the push services, in order, and how to wait for it.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use tokio::{sync::watch, time::timeout};

/// Far beyond what a loaded machine needs; a test that waits in vain says so instead of hanging.
const PATIENCE: Duration = Duration::from_mins(1);

/// One request of a sender, and what it was answered.
#[derive(Clone, Serialize)]
pub struct Attempt {
    /// The subscription's endpoint.
    pub endpoint: String,
    /// The status answered; 201 means that the message was taken. 0: left without an answer.
    pub status: u16,
    /// Why it was not taken.
    pub reason: Option<String>,
    /// `TTL`, in seconds.
    pub ttl: Option<u32>,
    /// `Urgency`.
    pub urgency: Option<String>,
    /// `Topic`.
    pub topic: Option<String>,
    /// The sealed body.
    #[serde(serialize_with = "as_base64")]
    pub body: Vec<u8>,
}

impl Attempt {
    /// Whether the message was taken.
    pub fn accepted(&self) -> bool {
        self.status == 201
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} {} {:?}",
            self.status, self.endpoint, self.reason
        )
    }
}

fn as_base64<S: serde::Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(body))
}

/// All attempts of one run.
pub struct Ledger {
    attempts: Mutex<Vec<Attempt>>,
    length: watch::Sender<usize>,
}

impl Ledger {
    pub(super) fn new() -> Self {
        Self {
            attempts: Mutex::default(),
            length: watch::Sender::new(0),
        }
    }

    pub(super) fn record(&self, attempt: Attempt) {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.push(attempt);
        self.length.send_replace(attempts.len());
    }

    /// Every request so far, refused ones too.
    pub fn attempts(&self) -> Vec<Attempt> {
        self.attempts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The messages taken so far.
    pub fn accepted(&self) -> Vec<Attempt> {
        self.attempts()
            .into_iter()
            .filter(Attempt::accepted)
            .collect()
    }

    /// Waits until `count` messages were taken, and gives them.
    pub async fn received(&self, count: usize) -> Vec<Attempt> {
        self.expect(count, Self::accepted).await
    }

    /// Waits until `count` requests were made, and gives them.
    pub async fn attempted(&self, count: usize) -> Vec<Attempt> {
        self.expect(count, Self::attempts).await
    }

    /// Waits for `count` taken messages, for so long. Tells all attempts, as an error, when the time
    /// is up.
    pub async fn wait_for(
        &self,
        count: usize,
        patience: Duration,
    ) -> Result<Vec<Attempt>, Vec<Attempt>> {
        self.wait(count, patience, Self::accepted).await
    }

    async fn expect(&self, count: usize, list: fn(&Self) -> Vec<Attempt>) -> Vec<Attempt> {
        self.wait(count, PATIENCE, list)
            .await
            .unwrap_or_else(|all| panic!("{count} pushes were expected; there were {all:#?}"))
    }

    async fn wait(
        &self,
        count: usize,
        patience: Duration,
        list: fn(&Self) -> Vec<Attempt>,
    ) -> Result<Vec<Attempt>, Vec<Attempt>> {
        let mut length = self.length.subscribe();
        let enough = length.wait_for(|_| list(self).len() >= count);
        let came = timeout(patience, enough).await.is_ok();
        if came {
            Ok(list(self))
        } else {
            Err(self.attempts())
        }
    }
}
