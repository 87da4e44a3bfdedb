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
    // Another name makes another group of it, whose end shows when the server lets go of it.
    slow.subscribe("1", &EVENTS.replace("Live", "Slow"), json!({}))
        .await;
    let mut quick = Socket::ready(&server, &quick).await;
    quick.subscribe("1", EVENTS, json!({})).await;
    server.has_followers(2).await;

    // The slow one stops reading. Texts are long, so that the kernel's buffers fill as well.
    let mut slow = slow.into_stream();
    let text = "x".repeat(4_000);
    let mut longest = Duration::ZERO;
    let began = Instant::now();
    let groups = || server.service.groups().alive().len();
    assert_eq!(groups(), 2);
    let mut rounds = 0;
    while groups() == 2 {
        assert!(
            began.elapsed() < Duration::from_mins(2),
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
    }
    assert!(
        longest < Duration::from_secs(15),
        "the quick one waited {longest:?}"
    );

    // It wakes up, reads what the network holds, and learns why it was closed.
    let mut unread = 0;
    let code = loop {
        match slow.next().await {
            Some(Ok(Message::Text(_))) => unread += 1,
            Some(Ok(Message::Close(Some(frame)))) => break u16::from(frame.code),
            Some(Ok(_)) => {}
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(code, 4413);
    assert!(unread > 0);
    assert!(unread < rounds * 50, "what it was sent is bounded");
    quick.subscribe("3", "{cursor}", json!({})).await;
    loop {
        if quick.hear().await["id"] == "3" {
            break;
        }
    }
}
