//! From a webhook to an open socket, and to the push service.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use guiche_tests::support::{Client, Database, Installation, Socket};

use crate::load::{self, Connection};
use crate::report::Report;

const PER_SECOND: u32 = 300;
const TIME: Duration = Duration::from_secs(10);
const SUBSCRIPTION: &str =
    "subscription { events { __typename ... on MessageAdded { message { text direction } } } }";

pub async fn measure(report: &mut Report) {
    let installation = Installation::start(Database::Sqlite).await;
    let supervisor = Client::person(&installation, "supervisor").await;
    let mut socket = Socket::open(&installation, &supervisor).await;
    socket
        .subscribe("live", SUBSCRIPTION, serde_json::json!({}))
        .await;
    // The subscription stands when a first message has come.
    let address = installation.address();
    let mut first = Connection::open(address).await;
    assert_eq!(first.send(&load::request(5_000)).await, 200);
    let _ = socket.event().await;
    let begin = load::next_number();
    let (sent, mut times) = tokio::sync::mpsc::unbounded_channel();
    let sender = tokio::spawn(async move {
        let mut tick = tokio::time::interval(Duration::from_secs(1) / PER_SECOND);
        let mut connection = first;
        let end = Instant::now() + TIME;
        while Instant::now() < end {
            tick.tick().await;
            let number = load::next_number();
            let request = load::request(5_000);
            sent.send((number, Instant::now()))
                .expect("somebody measures");
            assert_eq!(connection.send(&request).await, 200);
        }
    });
    let mut arrived = HashMap::new();
    let quiet = Duration::from_secs(3);
    while let Ok(event) = tokio::time::timeout(quiet, socket.event()).await {
        let Some(text) = event["message"]["text"].as_str() else {
            continue;
        };
        let number = text
            .rsplit(' ')
            .next()
            .and_then(|number| number.parse::<u64>().ok());
        if let Some(number) = number.filter(|number| *number >= begin) {
            arrived.insert(number, Instant::now());
        }
    }
    sender.await.expect("the sender");
    let mut samples = Vec::new();
    while let Ok((number, at)) = times.try_recv() {
        let seen = arrived
            .get(&number)
            .unwrap_or_else(|| panic!("message {number} never came"));
        samples.push(seen.duration_since(at));
    }
    report.latency(
        "webhook → open socket, at most 300/s",
        &mut samples,
        "p99 ≤ 150 ms",
    );
    installation.finish().await;
}
