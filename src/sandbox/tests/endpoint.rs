//! A webhook endpoint that remembers what it got, and answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A webhook as it came over the wire.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) body: Bytes,
    pub(crate) signature: String,
}

impl Received {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// `value` of the first change.
    pub(crate) fn value(&self) -> Value {
        self.json()["entry"][0]["changes"][0]["value"].clone()
    }

    /// The status word, when it is a status.
    pub(crate) fn status(&self) -> Option<String> {
        self.value()["statuses"][0]["status"]
            .as_str()
            .map(str::to_owned)
    }
}

#[derive(Debug, Default)]
struct Shared {
    received: Mutex<Vec<Received>>,
    answers: Mutex<VecDeque<u16>>,
    delay: Mutex<Duration>,
    count: watch::Sender<usize>,
}

pub(crate) struct Endpoint {
    address: String,
    shared: Arc<Shared>,
}

impl Endpoint {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        Self::start_on(listener)
    }

    pub(crate) fn start_on(listener: TcpListener) -> Self {
        let shared = Arc::new(Shared::default());
        let router = Router::new()
            .route("/hook", get(verify).post(receive))
            .with_state(shared.clone());
        let address = listener.local_addr().expect("an address").to_string();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, shared }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// The next POSTs are answered so; then 200 again.
    pub(crate) fn answer_next(&self, statuses: &[u16]) {
        self.shared.answers.lock().expect("lock").extend(statuses);
    }

    pub(crate) fn delay(&self, delay: Duration) {
        *self.shared.delay.lock().expect("lock") = delay;
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.shared.received.lock().expect("lock").clone()
    }

    pub(crate) fn statuses(&self) -> Vec<String> {
        self.received()
            .iter()
            .filter_map(Received::status)
            .collect()
    }

    /// The first `count` webhooks; waits for them.
    pub(crate) async fn wait(&self, count: usize) -> Vec<Received> {
        let mut seen = self.shared.count.subscribe();
        tokio::time::timeout(super::PATIENCE, seen.wait_for(|seen| *seen >= count))
            .await
            .unwrap_or_else(|_| {
                panic!("{count} webhooks expected, got {:#?}", self.received());
            })
            .expect("the endpoint lives");
        self.received()
    }
}

async fn verify(
    Query(query): Query<std::collections::HashMap<String, String>>,
) -> Result<String, StatusCode> {
    let part = |key: &str| query.get(key).cloned().unwrap_or_default();
    if part("hub.mode") == "subscribe" && part("hub.verify_token") == "verify-me" {
        return Ok(part("hub.challenge"));
    }
    Err(StatusCode::FORBIDDEN)
}

async fn receive(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers
        .get("x-hub-signature-256")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    shared
        .received
        .lock()
        .expect("lock")
        .push(Received { body, signature });
    shared.count.send_modify(|count| *count += 1);
    let delay = *shared.delay.lock().expect("lock");
    tokio::time::sleep(delay).await;
    let answer = shared.answers.lock().expect("lock").pop_front();
    StatusCode::from_u16(answer.unwrap_or(200)).expect("a status")
}
