//! F17: the machine's clock jumps.

use std::time::Duration;

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Phones, Socket, webhook};
use reqwest::StatusCode;
use serde_json::json;

use crate::use_cases::Scene;

on_both_databases!(f17_a_clock_that_jumps_by_hours_loses_no_memory_and_puts_nobody_out);

async fn f17_a_clock_that_jumps_by_hours_loses_no_memory_and_puts_nobody_out(
    desk: &mut Installation,
) {
    let Some(library) = faketime() else {
        eprintln!("SKIPPED: install faketime to run this test");
        return;
    };
    let phones = Phones::start(desk).await;
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let mut phone = phones.of(&ana).await;
    let once = webhook::text(
        "5561981234567",
        "Ada",
        "wamid.once",
        1_795_000_000,
        "Uma vez",
    );
    assert_eq!(webhook::post(desk, &once).await, StatusCode::OK);
    phone.next().await;
    // Timers must not jump with the clock: the system's do not either.
    desk.set("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    desk.set("LD_PRELOAD", library);
    for (offset, text) in [
        ("+2h", "Mais tarde"),
        ("-2h", "Mais cedo"),
        ("+0", "De volta"),
    ] {
        let cursor = ana.cursor().await;
        desk.terminate().await;
        desk.set("FAKETIME", offset);
        desk.launch().await;
        ana.data("{ me { person { id } } }", json!({})).await;
        assert_eq!(webhook::post(desk, &once).await, StatusCode::OK);
        desk.says(&scene.ada, text);
        let mut socket = Socket::after(desk, &ana, &cursor).await;
        let added = socket
            .event_where(|event| event["__typename"] == "MessageAdded")
            .await;
        assert_eq!(
            added["message"]["text"], text,
            "{offset}: nothing is told again"
        );
        // The push service judges our signature by the true time.
        let notice = tokio::time::timeout(Duration::from_mins(1), phone.next()).await;
        let notice = notice.expect("a push");
        assert!(
            notice["notification"]["body"]
                .as_str()
                .is_some_and(|body| body.ends_with(text))
        );
        scene.watch.reconnect(desk).await;
        let sent = ana.send(&scene.conversation, offset).await;
        scene.watch.delivery(&sent["message"]["id"], "READ").await;
        let read = json!({ "conversationId": scene.conversation });
        ana.mutate("markConversationRead", read, "conversation { id }")
            .await;
    }
}

/// The library that makes a program see another time.
fn faketime() -> Option<String> {
    let folders = std::fs::read_dir("/usr/lib").ok()?.flatten();
    let library = folders
        .map(|folder| folder.path().join("faketime/libfaketime.so.1"))
        .find(|library| library.exists())?;
    Some(library.to_str()?.to_owned())
}
