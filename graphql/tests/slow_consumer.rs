//! F19: a socket that reads too slowly is closed, and nobody else notices.

use std::time::{Duration, Instant};

use entity::person::Role;
use futures_util::StreamExt;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::events::EVENTS;
use super::harness::{Server, Wishes};
use super::socket::Socket;
use crate::options::SocketOptions;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_consumer_is_closed_and_the_others_go_on() {
    let sockets = SocketOptions {
        buffer_bytes: 256 * 1024,
        patience: Duration::from_secs(2),
        ..SocketOptions::default()
    };
    let server = Server::with(Wishes {
        sockets,
        ..Wishes::default()
    })
    .await;
    let slow = server.colleague(Role::Agent).await;
    let quick = server.colleague(Role::Agent).await;
    let mut slow = Socket::ready(&server, &slow).await;
    slow.subscribe("1", EVENTS, json!({})).await;
    let mut quick = Socket::ready(&server, &quick).await;
    quick.subscribe("1", EVENTS, json!({})).await;
    quick.subscribe("2", "{cursor}", json!({})).await;
    while quick.hear().await["type"] != "complete" {}

    // The slow one stops reading. Texts are long, so that the kernel's buffers fill as well.
    let mut slow = slow.into_stream();
    let text = "x".repeat(4_000);
    let mut longest = Duration::ZERO;
    let began = Instant::now();
    let closed = || server.service.connections().len();
    let open = closed();
    let mut rounds = 0;
    while closed() == open {
        assert!(
            began.elapsed() < Duration::from_mins(1),
            "never closed after {rounds} rounds"
        );
        rounds += 1;
        let words = format!("{rounds} {text}");
        let numbers = (0..50).map(|index| 1_000 + index);
        let written = Instant::now();
        server.customers_write(numbers, &words).await;
        let mut heard = 0;
        while heard < 50 {
            let message = quick.hear().await;
            let event = &message["payload"]["data"]["events"];
            heard += i32::from(event["message"]["text"] == words.as_str());
        }
        longest = longest.max(written.elapsed());
        // The socket is closed with its last words said, so the slow one is given the time to hear them.
        if began.elapsed() > Duration::from_secs(8) {
            break;
        }
    }
    assert!(
        longest < Duration::from_secs(5),
        "the quick one waited {longest:?}"
    );

    // It wakes up, reads what the network holds, and learns why it was closed.
    let mut unread = 0;
    let code = loop {
        match slow.next().await {
            Some(Ok(Message::Text(_))) => unread += 1,
            Some(Ok(Message::Close(Some(frame)))) => break Some(u16::from(frame.code)),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => break None,
        }
    };
    assert!(code.is_none() || code == Some(4413), "{code:?}");
    assert!(unread > 0);
    quick.subscribe("3", "{cursor}", json!({})).await;
    loop {
        if quick.hear().await["id"] == "3" {
            break;
        }
    }
}
