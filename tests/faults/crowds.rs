//! F19, F20, F24: many at once, some of them slow, some away.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use guiche_tests::on_both_databases;
use guiche_tests::support::installation::WABA_ID;
use guiche_tests::support::socket::EVENTS;
use guiche_tests::support::{Client, Heard, Installation, Line, Socket, webhook};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::net::TcpSocket;

use crate::use_cases::Scene;

on_both_databases!(
    f19_a_socket_that_does_not_read_is_closed_and_costs_the_others_nothing,
    f20_a_cursor_that_is_too_old_is_told_and_not_guessed,
    f20_a_thousand_missed_events_come_once_and_in_order,
    f24_of_two_agents_who_claim_at_once_exactly_one_wins,
);

/// Posts texts of Ada's in order, a hundred in a webhook.
async fn ada_writes(desk: &Installation, texts: &[String]) {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    for some in texts.chunks(100) {
        let change = |text: &String| {
            let wamid = format!("wamid.{}", NUMBER.fetch_add(1, Ordering::Relaxed));
            let body = webhook::text("5561981234567", "Ada", &wamid, 1_795_000_000, text);
            body["entry"][0]["changes"][0].clone()
        };
        let changes: Vec<Value> = some.iter().map(change).collect();
        let entry = json!({ "id": WABA_ID, "changes": changes });
        let body = json!({ "object": "whatsapp_business_account", "entry": [entry] });
        assert_eq!(webhook::post(desk, &body).await, StatusCode::OK);
    }
}

async fn f19_a_socket_that_does_not_read_is_closed_and_costs_the_others_nothing(
    desk: &mut Installation,
) {
    const EVENTS_OF_FOUR_KB: usize = 1_500;
    let ana = Client::person(desk, "ana").await;
    let small = TcpSocket::new_v4().expect("a socket");
    small
        .set_recv_buffer_size(4 * 1024)
        .expect("a small buffer");
    let stream = small.connect(desk.address()).await.expect("a connection");
    let mut slow = Line::open(stream, desk, &ana).await;
    slow.subscribe("events", EVENTS, json!({ "after": ana.cursor().await }))
        .await;
    let mut quick = Socket::live(desk, &Client::person(desk, "bruno").await).await;
    ada_writes(desk, &["Oi!".to_owned()]).await;
    quick
        .event_where(|event| event["message"]["text"] == "Oi!")
        .await;
    let before = desk.resident_bytes();
    let large = "x".repeat(4_000);
    let text = |number| format!("{number:05} {large}");
    let texts: Vec<_> = (0..EVENTS_OF_FOUR_KB).map(text).collect();
    let writing = ada_writes(desk, &texts);
    let reading = async {
        for number in 0..EVENTS_OF_FOUR_KB {
            let added = quick
                .event_where(|event| event["__typename"] == "MessageAdded")
                .await;
            let text = added["message"]["text"].as_str().expect("a text");
            assert!(text.starts_with(&format!("{number:05} ")), "{}", &text[..5]);
        }
    };
    tokio::join!(writing, reading);
    let growth = desk.resident_bytes().saturating_sub(before);
    assert!(
        growth < 64 * 1024 * 1024,
        "the slow one's events pile up: {growth} bytes"
    );
    let closed = async {
        loop {
            let metrics = crate::get(desk, "/metrics")
                .await
                .text()
                .await
                .expect("text");
            if metrics.contains("guiche_graphql_sockets 1") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), closed)
        .await
        .expect("the slow one is closed");
    let mut heard = 0;
    let code = loop {
        match slow.hear().await {
            Heard::Message(_) => heard += 1,
            Heard::Closed(code) => break Some(code),
            Heard::Cut => break None,
        }
    };
    assert!(
        heard < EVENTS_OF_FOUR_KB,
        "it was closed before it had everything"
    );
    assert!(matches!(code, Some(4413) | None), "{code:?}");
}

async fn f20_a_cursor_that_is_too_old_is_told_and_not_guessed(desk: &mut Installation) {
    let ana = Client::person(desk, "ana").await;
    let old = ana.cursor().await;
    Scene::set(desk).await;
    desk.terminate().await;
    // Fifteen days pass, one more than events are kept.
    desk.store()
        .execute("UPDATE journal SET at = at - 1296000000")
        .await;
    let newest = desk.store().count("SELECT max(seq) FROM journal").await;
    desk.launch().await;
    // What the start itself tells is young and stays.
    let old_events = format!("SELECT count(*) FROM journal WHERE seq <= {newest}");
    let forgotten = async {
        while desk.store().count(&old_events).await > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(super::PATIENCE, forgotten)
        .await
        .expect("old events are forgotten");
    let mut socket = Socket::open(desk, &ana).await;
    socket.subscribe("events", EVENTS, json!({ "after": old }));
    let refused = socket.next().await;
    assert_eq!(refused["type"], "error", "{refused}");
    assert_eq!(
        refused["payload"][0]["extensions"]["code"],
        "CURSOR_EXPIRED"
    );
    // What the client does then: take the head, load, subscribe after it.
    let cursor = ana.cursor().await;
    assert!(ana.conversation_with("Ada").await.is_some());
    let mut socket = Socket::after(desk, &ana, &cursor).await;
    desk.says(&desk.customer("Bia", "5561987654321"), "Oi!");
    socket
        .event_where(|event| event["message"]["text"] == "Oi!")
        .await;
}

async fn f20_a_thousand_missed_events_come_once_and_in_order(desk: &mut Installation) {
    const MISSED: usize = 1_000;
    let ana = Client::person(desk, "ana").await;
    let mut socket = Socket::live(desk, &ana).await;
    ada_writes(desk, &["Oi!".to_owned()]).await;
    let seen = socket
        .event_where(|event| event["message"]["text"] == "Oi!")
        .await;
    drop(socket);
    let texts: Vec<_> = (0..MISSED).map(|number| number.to_string()).collect();
    ada_writes(desk, &texts).await;
    desk.store().understood().await;
    let cursor = seen["cursor"].as_str().expect("a cursor");
    let mut socket = Socket::after(desk, &ana, cursor).await;
    for number in 0..MISSED {
        let added = socket
            .event_where(|event| event["__typename"] == "MessageAdded")
            .await;
        assert_eq!(added["message"]["text"], number.to_string());
    }
    let stored = "SELECT count(*) FROM message WHERE wamid IS NOT NULL";
    assert_eq!(
        desk.store().count(stored).await,
        1 + i64::try_from(MISSED).expect("few")
    );
}

async fn f24_of_two_agents_who_claim_at_once_exactly_one_wins(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let (ana, bruno) = (
        Client::person(desk, "ana").await,
        Client::person(desk, "bruno").await,
    );
    let mut socket = Socket::live(desk, &scene.watch.client).await;
    let input = json!({ "conversationId": scene.conversation });
    let selection = "conversation { agent { name } }";
    let count = super::rounds(50);
    for round in 0..count {
        let (first, second) = tokio::join!(
            ana.mutate("claimConversation", input.clone(), selection),
            bruno.mutate("claimConversation", input.clone(), selection),
        );
        let winners: Vec<_> = [&first, &second]
            .into_iter()
            .filter(|payload| payload["error"].is_null())
            .collect();
        assert_eq!(winners.len(), 1, "round {round}: {first} {second}");
        let name = &winners[0]["conversation"]["agent"]["name"];
        let loser = if first["error"].is_null() {
            &second
        } else {
            &first
        };
        assert_eq!(loser["error"]["code"], "ALREADY_CLAIMED");
        assert_eq!(&loser["error"]["person"]["name"], name);
        let claimed = socket
            .event_where(|event| event["change"] == "CLAIMED")
            .await;
        assert_eq!(
            &claimed["conversation"]["agent"]["name"], name,
            "all screens agree"
        );
        scene
            .watch
            .client
            .mutate("closeTicket", input.clone(), "conversation { id }")
            .await;
    }
    let claims = desk.store().count("SELECT count(*) FROM message WHERE direction = 'system' AND CAST(content AS text) LIKE '%claimed%'").await;
    assert_eq!(claims, i64::from(count), "one remark each");
}
