//! From a webhook to an open socket, and to the push service.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use guiche_tests::support::{Client, Database, Installation, Phones, Socket};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::load::{self, Connection};
use crate::report::Report;

const PER_SECOND: u32 = 300;
const TIME: Duration = Duration::from_secs(10);
/// Nothing comes any more.
const QUIET: Duration = Duration::from_secs(3);
const SUBSCRIPTION: &str = "subscription($after: Cursor) { events(after: $after) { __typename
    ... on MessageAdded { message { text direction } } } }";

pub async fn measure(report: &mut Report) {
    sockets(report).await;
    phones(report).await;
}

async fn sockets(report: &mut Report) {
    let installation = Installation::start(Database::Sqlite).await;
    let supervisor = Client::person(&installation, "supervisor").await;
    let after = supervisor.cursor().await;
    let mut socket = Socket::open(&installation, &supervisor).await;
    socket.subscribe(
        "events",
        SUBSCRIPTION,
        serde_json::json!({ "after": after }),
    );
    let load = Load::start(&installation).await;
    let mut arrived = HashMap::new();
    while let Ok(event) = tokio::time::timeout(QUIET, socket.event()).await {
        if let Some(number) = number_of(&event["message"]["text"]) {
            arrived.insert(number, Instant::now());
        }
    }
    report.latency(
        "webhook → open socket, at most 300/s",
        &mut load.delays(&arrived).await,
        "p99 ≤ 150 ms",
    );
    installation.finish().await;
}

/// A phone is told once of a conversation that it has not looked at, so each message is another customer's.
async fn phones(report: &mut Report) {
    let mut installation = Installation::start(Database::Sqlite).await;
    let phones = Phones::start(&mut installation).await;
    let agent = Client::person(&installation, "ana").await;
    let mut phone = phones.of(&agent).await;
    let load = Load::start(&installation).await;
    let mut arrived = HashMap::new();
    while let Ok(push) = tokio::time::timeout(QUIET, phone.next()).await {
        if let Some(number) = number_of(&push["notification"]["body"]) {
            arrived.insert(number, Instant::now());
        }
    }
    report.latency(
        "webhook → accepted by the push service, at most 300/s",
        &mut load.delays(&arrived).await,
        "p99 ≤ 1 s",
    );
    installation.finish().await;
}

/// The messages of [`load::request`] end with their number.
fn number_of(text: &serde_json::Value) -> Option<u64> {
    text.as_str()?.rsplit(' ').next()?.parse().ok()
}

/// Webhooks one after the other, at a regular pace.
struct Load {
    first: u64,
    sender: JoinHandle<()>,
    sent: mpsc::UnboundedReceiver<(u64, Instant)>,
}

impl Load {
    async fn start(installation: &Installation) -> Self {
        let first = load::next_number();
        let mut connection = Connection::open(installation.address()).await;
        let (note, sent) = mpsc::unbounded_channel();
        let sender = tokio::spawn(async move {
            let mut tick = tokio::time::interval(Duration::from_secs(1) / PER_SECOND);
            let end = Instant::now() + TIME;
            while Instant::now() < end {
                tick.tick().await;
                let number = load::next_number();
                let request = load::request(u64::MAX);
                note.send((number, Instant::now()))
                    .expect("somebody measures");
                assert_eq!(connection.send(&request).await, 200);
            }
        });
        Self {
            first,
            sender,
            sent,
        }
    }

    /// From the webhook to its arrival; every one has to have arrived.
    async fn delays(mut self, arrived: &HashMap<u64, Instant>) -> Vec<Duration> {
        self.sender.await.expect("the sender");
        let mut delays = Vec::new();
        while let Ok((number, at)) = self.sent.try_recv() {
            assert!(number >= self.first);
            let arrived = arrived.get(&number);
            let arrived = arrived.unwrap_or_else(|| panic!("message {number} never came"));
            delays.push(arrived.duration_since(at));
        }
        delays
    }
}
