//! F30: the operator stops the program while everybody works.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use guiche_tests::on_both_databases;
use guiche_tests::support::storm::Storm;
use guiche_tests::support::{Client, Installation, Socket, Watch};
use sandbox::{CallQuery, FaultKind, FaultPlan, StatusSettings};
use serde_json::json;
use tokio::task::JoinSet;

on_both_databases!(
    f30_a_stop_finishes_what_is_under_way_and_sends_nothing_twice,
    f30_a_stop_tells_every_socket_to_come_back,
);

async fn f30_a_stop_finishes_what_is_under_way_and_sends_nothing_twice(desk: &mut Installation) {
    const SENDS: usize = 20;
    desk.sandbox.set_statuses(StatusSettings {
        automatic: false,
        ..StatusSettings::default()
    });
    let mut watch = Watch::start(desk).await;
    for number in 0..SENDS {
        desk.says(
            // Of another city than those who storm: in these conversations nobody else writes.
            &desk.customer(&format!("C {number}"), &format!("55719{number:08}")),
            "Oi!",
        );
    }
    assert!(desk.sandbox.settled(super::PATIENCE).await);
    desk.store().understood().await;
    desk.sandbox
        .plan_fault(FaultPlan::sends(u32::MAX, FaultKind::Delay { ms: 2_000 }));
    let conversations = watch.client.inbox("ALL").await;
    for conversation in &conversations {
        watch.client.send(&conversation["id"], "Um").await;
        watch.client.send(&conversation["id"], "Dois").await;
    }
    desk.sandbox
        .wait_for_calls(&CallQuery::messages(), SENDS, super::PATIENCE)
        .await;
    let mut storm = Storm::default().blow(desk, 100);
    storm.acknowledged(20).await;
    let began = Instant::now();
    let status = desk.terminate().await;
    assert!(status.success(), "{status}: {}", desk.log());
    assert!(
        began.elapsed() < Duration::from_secs(12),
        "{:?}",
        began.elapsed()
    );
    let (acknowledged, _) = storm.stop().await;
    desk.sandbox.clear_faults();
    desk.launch().await;
    watch.reconnect(desk).await;
    for conversation in &conversations {
        watch
            .texts(&conversation["id"], &["Oi!", "Um", "Dois"])
            .await;
        for message in watch.client.thread(&conversation["id"]).await {
            if message["direction"] == "OUTBOUND" {
                watch.delivery(&message["id"], "ACCEPTED").await;
            }
        }
    }
    let calls = desk.sandbox.calls(&CallQuery::messages());
    assert_eq!(
        calls.len(),
        2 * SENDS,
        "each once: what was under way ended, the rest waited"
    );
    desk.store().understood().await;
    let stored = "SELECT wamid FROM message WHERE wamid LIKE 'wamid.storm.%'";
    let stored: BTreeSet<_> = desk.store().texts(stored).await.into_iter().collect();
    let lost: Vec<_> = acknowledged
        .keys()
        .filter(|wamid| !stored.contains(*wamid))
        .collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
}

async fn f30_a_stop_tells_every_socket_to_come_back(desk: &mut Installation) {
    const SOCKETS: usize = 200;
    let ana = Client::person(desk, "ana").await;
    let mut sockets = Vec::new();
    for _ in 0..SOCKETS {
        sockets.push(Socket::live(desk, &ana).await);
    }
    let mut closing = JoinSet::new();
    for mut socket in sockets {
        closing.spawn(async move { socket.close_code().await });
    }
    let status = desk.terminate().await;
    assert!(status.success(), "{status}");
    let codes = closing.join_all().await;
    assert_eq!(codes, [1012; SOCKETS]);
    desk.launch().await;
    ana.data("{ me { person { id } } }", json!({})).await;
}
