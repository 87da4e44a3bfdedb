//! Waking other nodes over NATS.
//!
//! NATS carries hints, never truth: a message says "the journal reached n" and "look at your queues".
//! A hint that is lost costs the other nodes at most [`POLL`]: they look at the database by themselves.

use std::time::Duration;

use async_nats::Client;
use desk::Desk;
use desk::signals::{Signal, Signals};
use futures_util::StreamExt;
use tokio_util::sync::CancellationToken;

/// The subject of hints.
const SUBJECT: &str = "guiche.committed";
/// How long a node may be unaware of another's commits when hints are lost.
const POLL: Duration = Duration::from_secs(1);

/// Connects in the background: a bus that is away must not keep the desk from starting.
pub async fn connect(url: &str) -> Result<Client, async_nats::ConnectError> {
    async_nats::ConnectOptions::new()
        .name("guiche")
        .retry_on_initial_connect()
        .event_callback(|event| async move { tracing::info!(event = %event, "nats") })
        .connect(url)
        .await
}

/// Tells other nodes of this node's commits.
pub async fn publish(client: Client, signals: Signals, node: String, stop: CancellationToken) {
    let mut commits = signals.local_commits();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            changed = commits.changed() => if changed.is_err() { return },
        }
        let (head, _) = *commits.borrow_and_update();
        if let Err(error) = client
            .publish(SUBJECT, format!("{node} {head}").into())
            .await
        {
            tracing::debug!(error = %error, "a hint was not sent; other nodes look by themselves");
        }
    }
}

/// Hears of other nodes' commits.
pub async fn listen(client: Client, signals: Signals, node: String, stop: CancellationToken) {
    let Ok(mut hints) = client.subscribe(SUBJECT).await else {
        tracing::warn!("hints of other nodes cannot be heard; this node looks by itself");
        return;
    };
    loop {
        let hint = tokio::select! {
            () = stop.cancelled() => return,
            hint = hints.next() => hint,
        };
        let Some(hint) = hint else { return };
        let text = String::from_utf8_lossy(&hint.payload);
        let Some((from, head)) = text.split_once(' ') else {
            continue;
        };
        if from == node {
            continue;
        }
        if let Ok(head) = head.parse() {
            signals.journal_reached(head);
        }
        for signal in Signal::ALL {
            signals.wake(signal);
        }
    }
}

/// Looks at the database by itself: for hints that were lost, and for commands that an operator ran
/// beside the server.
pub async fn poll(desk: Desk, stop: CancellationToken) {
    let mut round = tokio::time::interval(POLL);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = round.tick() => {}
        }
        match desk.journal().head().await {
            Ok(head) => desk.signals().journal_reached(head.0),
            Err(error) => tracing::debug!(error = %error, "the journal's head cannot be read"),
        }
        for signal in Signal::ALL {
            desk.signals().wake(signal);
        }
    }
}
