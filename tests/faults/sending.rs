//! Meta is away, slow, or refuses.

use std::time::Duration;

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Watch};
use sandbox::{Call, CallQuery, FaultKind, FaultPlan, StatusSettings};
use serde_json::Value;
use tokio::task::JoinSet;

use super::PATIENCE;
use crate::use_cases::Scene;

on_both_databases!(
    f4_a_refused_connection_is_tried_again_and_the_order_is_kept,
    f4_a_name_that_cannot_be_resolved_loses_nothing,
    f5_what_may_pass_is_repeated_and_what_is_final_is_not,
    f6_five_hundred_replies_wait_out_an_outage_and_leave_once_and_in_order,
    f6_a_window_that_closed_meanwhile_is_respected,
);

async fn f4_a_refused_connection_is_tried_again_and_the_order_is_kept(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    desk.sandbox.begin_outage();
    let mut ids = Vec::new();
    for text in ["Um", "Dois", "Três"] {
        let sent = scene.watch.client.send(&scene.conversation, text).await;
        ids.push(sent["message"]["id"].clone());
    }
    waits_for_another_attempt(&mut scene.watch, &ids[0]).await;
    desk.sandbox.end_outage();
    for id in &ids {
        scene.watch.delivery(id, "READ").await;
    }
    assert_eq!(
        texts(&desk.sandbox.calls(&CallQuery::messages())),
        ["Um", "Dois", "Três"]
    );
}

async fn f4_a_name_that_cannot_be_resolved_loses_nothing(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let right = desk.sandbox.base_url().to_owned();
    for (url, state) in [
        ("http://graph.invalid", None),
        (right.as_str(), Some("READ")),
    ] {
        desk.terminate().await;
        desk.set("GUICHE_GRAPH_API_URL", url);
        desk.launch().await;
        scene.watch.reconnect(desk).await;
        match state {
            None => {
                let sent = scene
                    .watch
                    .client
                    .send(&scene.conversation, "Bom dia!")
                    .await;
                waits_for_another_attempt(&mut scene.watch, &sent["message"]["id"]).await;
            }
            Some(state) => {
                let thread = scene.watch.client.thread(&scene.conversation).await;
                scene
                    .watch
                    .delivery(&thread.last().expect("ours")["id"], state)
                    .await;
            }
        }
    }
    assert_eq!(desk.sandbox.calls(&CallQuery::messages()).len(), 1);
}

/// The agent sees that it waits, and until when.
async fn waits_for_another_attempt(watch: &mut Watch, id: &Value) {
    let look = async |client: &Client| {
        let delivery = client.message(id).await?["delivery"].take();
        let waits = delivery["state"] == "QUEUED" && delivery["nextAttemptAt"].is_string();
        waits.then_some(())
    };
    watch
        .until("the agent sees that the message waits", look)
        .await;
}

async fn f5_what_may_pass_is_repeated_and_what_is_final_is_not(desk: &mut Installation) {
    let mut watch = Watch::start(desk).await;
    let code = |code| FaultKind::Code {
        code,
        http_status: None,
    };
    // Meta's refusal; whether it may pass; how long to wait at least.
    let table = [
        (code(130_429), Some(4)),
        (code(131_056), Some(4)),
        (code(131_000), Some(4)),
        (
            FaultKind::Status {
                http_status: 429,
                retry_after: Some(1),
            },
            Some(2),
        ),
        (code(131_026), None),
        (code(131_048), None),
        (code(131_047), None),
        (code(100), None),
    ];
    let mut sent = Vec::new();
    for (number, (kind, pause)) in table.into_iter().enumerate() {
        let (name, wa_id) = (format!("Customer {number}"), format!("55619{number:08}"));
        desk.says(&desk.customer(&name, &wa_id), "Oi!");
        let conversation = watch.conversation_with(&name).await["id"].clone();
        let mut plan = FaultPlan::sends(1, kind);
        plan.body_contains = Some(wa_id.clone());
        desk.sandbox.plan_fault(plan);
        let message = watch.client.send(&conversation, "Bom dia!").await["message"]["id"].clone();
        sent.push((number, wa_id, message, pause));
    }
    // All at once: the pauses of some do not hold up the others.
    for (number, wa_id, message, pause) in sent {
        let state = if pause.is_some() { "READ" } else { "FAILED" };
        watch.delivery(&message, state).await;
        let calls: Vec<_> = desk.sandbox.calls(&CallQuery::messages());
        let calls: Vec<_> = calls
            .iter()
            .filter(|call| call.body.to_string().contains(&wa_id))
            .collect();
        match pause {
            Some(pause) => {
                assert_eq!(calls.len(), 2, "number {number} is repeated once");
                let waited = calls[1].at_ms - calls[0].at_ms;
                assert!(
                    waited >= pause * 1_000,
                    "number {number} waited {waited} ms"
                );
            }
            None => assert_eq!(calls.len(), 1, "number {number} is final"),
        }
    }
}

async fn f6_five_hundred_replies_wait_out_an_outage_and_leave_once_and_in_order(
    desk: &mut Installation,
) {
    const CONVERSATIONS: usize = 25;
    const EACH: usize = 20;
    let watch = Watch::start(desk).await;
    desk.sandbox.set_statuses(StatusSettings {
        automatic: false,
        ..StatusSettings::default()
    });
    for number in 0..CONVERSATIONS {
        desk.says(
            &desk.customer(&format!("C {number}"), &format!("55619{number:08}")),
            "Oi!",
        );
    }
    assert!(desk.sandbox.settled(PATIENCE).await);
    desk.store().understood().await;
    desk.sandbox.begin_outage();
    let mut writing = JoinSet::new();
    for conversation in watch.client.inbox("ALL").await {
        let client = watch.client.clone();
        writing.spawn(async move {
            for number in 0..EACH {
                let sent = client.send(&conversation["id"], &number.to_string()).await;
                assert_eq!(sent["error"], Value::Null);
            }
        });
    }
    writing.join_all().await;
    desk.sandbox.end_outage();
    let all = CONVERSATIONS * EACH;
    let patience = Duration::from_mins(2);
    let calls = desk
        .sandbox
        .wait_for_calls(&CallQuery::messages().answered(), all, patience)
        .await;
    assert_eq!(calls.len(), all);
    assert!(
        calls.iter().all(|call| call.status == Some(200)),
        "Meta's limits were kept"
    );
    for number in 0..CONVERSATIONS {
        let to = format!("55619{number:08}");
        let theirs: Vec<_> = calls
            .iter()
            .filter(|call| call.body.to_string().contains(&to))
            .cloned()
            .collect();
        let expected: Vec<_> = (0..EACH).map(|number| number.to_string()).collect();
        assert_eq!(
            texts(&theirs),
            expected,
            "in the order in which they were written"
        );
    }
}

async fn f6_a_window_that_closed_meanwhile_is_respected(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    desk.sandbox.begin_outage();
    let sent = scene
        .watch
        .client
        .send(&scene.conversation, "Bom dia!")
        .await;
    waits_for_another_attempt(&mut scene.watch, &sent["message"]["id"]).await;
    // A night passes.
    desk.store()
        .execute("UPDATE conversation SET window_expires_at = 1")
        .await;
    desk.sandbox.end_outage();
    let failed = scene.watch.delivery(&sent["message"]["id"], "FAILED").await;
    assert_eq!(failed["delivery"]["failure"]["code"], 131_047);
    assert!(desk.sandbox.calls(&CallQuery::messages()).is_empty());
}

fn texts(calls: &[Call]) -> Vec<String> {
    let text = |call: &Call| {
        call.body["text"]["body"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    calls.iter().map(text).collect()
}
