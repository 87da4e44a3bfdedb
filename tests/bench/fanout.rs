//! One event to a thousand subscribers, against a bare broadcast of the same bytes.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::any;
use bytes::Bytes;
use futures_util::StreamExt;
use guiche_tests::support::{Client, Database, Heard, Installation, Line};
use tokio::sync::broadcast;
use tokio::task::JoinSet;

use crate::load::{self, Connection};
use crate::report::Report;

const SUBSCRIBERS: usize = 1_000;
const ROUNDS: usize = 15;
const SUBSCRIPTION: &str = "subscription($after: Cursor) { events(after: $after) { __typename ... on MessageAdded { cursor message { id text sentAt direction } conversation { id unreadCount lastActivityAt } } } }";

pub async fn measure(report: &mut Report) {
    let bare = bare().await;
    let ours = ours().await;
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = |total: Duration| (SUBSCRIBERS * ROUNDS) as f64 / total.as_secs_f64();
    report.rate(
        "one event to 1,000 subscribers, deliveries",
        rate(ours.iter().sum()),
        "bare WebSocket broadcast",
        rate(bare.iter().sum()),
        "",
    );
    let (mut ours, mut bare) = (ours, bare);
    report.latency("the last of 1,000 has it (webhook → socket)", &mut ours, "");
    report.latency("the last of 1,000 has it (bare)", &mut bare, "");
}

async fn ours() -> Vec<Duration> {
    let installation = Installation::start(Database::Sqlite).await;
    let supervisor = Client::person(&installation, "supervisor").await;
    let after = supervisor.cursor().await;
    let mut sockets = Vec::with_capacity(SUBSCRIBERS);
    for _ in 0..SUBSCRIBERS {
        let mut socket = Line::connect(&installation, &supervisor).await;
        socket
            .subscribe(
                "events",
                SUBSCRIPTION,
                serde_json::json!({ "after": after }),
            )
            .await;
        sockets.push(socket);
    }
    let mut connection = Connection::open(installation.address()).await;
    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        let began = Instant::now();
        assert_eq!(connection.send(&load::request(1)).await, 200);
        let mut waiting = JoinSet::new();
        for mut socket in sockets.drain(..) {
            waiting.spawn(async move {
                while direction(&socket.hear().await) != Some("INBOUND") {}
                socket
            });
        }
        sockets = waiting.join_all().await;
        // The first round opens the conversation and warms everything.
        if round > 0 {
            rounds.push(began.elapsed());
        }
    }
    installation.finish().await;
    rounds
}

/// Of the message that an event is about.
fn direction(heard: &Heard) -> Option<&str> {
    let Heard::Message(message) = heard else {
        panic!("the socket ended: {heard:?}");
    };
    message["payload"]["data"]["events"]["message"]["direction"].as_str()
}

async fn bare() -> Vec<Duration> {
    let (sender, _) = broadcast::channel::<Bytes>(64);
    let router = Router::new()
        .route("/", any(upgrade))
        .with_state(sender.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address: SocketAddr = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mut sockets = Vec::with_capacity(SUBSCRIBERS);
    for _ in 0..SUBSCRIBERS {
        let connected = tokio_tungstenite::connect_async(format!("ws://{address}/")).await;
        sockets.push(connected.expect("a socket").0);
    }
    let payload = Bytes::from(vec![b'x'; 420]);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        sender.send(payload.clone()).expect("somebody listens");
        let mut waiting = JoinSet::new();
        for mut socket in sockets.drain(..) {
            waiting.spawn(async move {
                socket
                    .next()
                    .await
                    .expect("a message")
                    .expect("a whole one");
                socket
            });
        }
        sockets = waiting.join_all().await;
        rounds.push(began.elapsed());
    }
    rounds
}

async fn upgrade(
    State(sender): State<broadcast::Sender<Bytes>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let mut receiver = sender.subscribe();
    upgrade.on_upgrade(async move |mut socket| {
        while let Ok(bytes) = receiver.recv().await {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if socket.send(Message::text(text)).await.is_err() {
                return;
            }
        }
    })
}
