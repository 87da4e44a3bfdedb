//! Sends of which nobody can know whether they left: shown, resolved by Meta's status, never repeated blindly.

use guiche_tests::on_both_databases;
use guiche_tests::support::installation::PHONE_NUMBER_ID;
use guiche_tests::support::{Client, Installation};
use sandbox::{CallQuery, DeliveryStatus, FaultKind, FaultPlan, StatusEvent, StatusSettings};
use serde_json::json;

use super::PATIENCE;
use crate::use_cases::Scene;

on_both_databases!(
    f3_a_kill_between_claim_and_answer_shows_unknown_and_sends_nothing_twice,
    f3_an_agent_decides_about_what_nobody_can_know,
    f5_an_answer_that_is_lost_or_unreadable_is_unclear_and_never_repeated,
);

fn no_statuses(desk: &Installation) {
    desk.sandbox.set_statuses(StatusSettings {
        automatic: false,
        ..StatusSettings::default()
    });
}

/// Lets the next send hang, and kills the program while it waits.
async fn kill_in_the_middle(
    desk: &mut Installation,
    takes_effect: bool,
) -> (Scene, serde_json::Value) {
    let mut scene = Scene::set(desk).await;
    no_statuses(desk);
    let hang = FaultPlan::sends(1, FaultKind::Hang { ms: 60_000 });
    desk.sandbox.plan_fault(hang.taking_effect(takes_effect));
    let sent = scene
        .watch
        .client
        .send(&scene.conversation, "Bom dia!")
        .await;
    desk.sandbox
        .wait_for_calls(&CallQuery::messages(), 1, PATIENCE)
        .await;
    desk.kill().await;
    desk.launch().await;
    scene.watch.reconnect(desk).await;
    let id = sent["message"]["id"].clone();
    scene.watch.delivery(&id, "UNKNOWN").await;
    (scene, id)
}

async fn f3_a_kill_between_claim_and_answer_shows_unknown_and_sends_nothing_twice(
    desk: &mut Installation,
) {
    let (mut scene, id) = kill_in_the_middle(desk, true).await;
    let next = scene
        .watch
        .client
        .send(&scene.conversation, "Ainda aí?")
        .await;
    scene
        .watch
        .delivery(&next["message"]["id"], "ACCEPTED")
        .await;
    let calls = desk.sandbox.calls(&CallQuery::messages());
    assert_eq!(
        calls.len(),
        2,
        "the unknown one holds up nobody and is not repeated"
    );
    let thread = desk
        .sandbox
        .thread(PHONE_NUMBER_ID, &scene.ada.key)
        .expect("their thread");
    let unknown = thread
        .iter()
        .rev()
        .nth(1)
        .expect("the message whose answer was lost");
    let status = StatusEvent {
        wamid: unknown.id.clone(),
        status: DeliveryStatus::Delivered,
        code: None,
        details: None,
        at_ms: None,
        customer: None,
        number: None,
        callback_data: None,
    };
    desk.sandbox
        .status(&status)
        .expect("a message of the sandbox");
    scene.watch.delivery(&id, "DELIVERED").await;
    assert_eq!(desk.sandbox.calls(&CallQuery::messages()).len(), 2);
}

async fn f3_an_agent_decides_about_what_nobody_can_know(desk: &mut Installation) {
    let (mut scene, id) = kill_in_the_middle(desk, false).await;
    let input = json!({ "messageId": id });
    let again = scene
        .watch
        .client
        .mutate("retryMessage", input, "message { id }")
        .await;
    assert_eq!(again["error"], json!(null));
    scene.watch.delivery(&id, "ACCEPTED").await;
    let calls = desk.sandbox.calls(&CallQuery::messages());
    assert_eq!(calls.len(), 2);
    assert_eq!(calls.iter().filter(|call| call.took_effect).count(), 1);
}

async fn f5_an_answer_that_is_lost_or_unreadable_is_unclear_and_never_repeated(
    desk: &mut Installation,
) {
    let mut scene = Scene::set(desk).await;
    no_statuses(desk);
    let ana = Client::person(desk, "ana").await;
    let unclear = [
        FaultKind::Hang { ms: 1_000 },
        FaultKind::CutAfterHeaders,
        FaultKind::CutMidBody,
        FaultKind::BrokenJson,
        FaultKind::EmptyJson,
        FaultKind::Html { http_status: 502 },
        FaultKind::Status {
            http_status: 500,
            retry_after: None,
        },
        FaultKind::Status {
            http_status: 503,
            retry_after: Some(1),
        },
    ];
    let count = unclear.len();
    for (number, kind) in unclear.into_iter().enumerate() {
        let what = format!("{kind:?}");
        desk.sandbox.plan_fault(FaultPlan::sends(1, kind));
        let sent = ana.send(&scene.conversation, &what).await;
        scene
            .watch
            .delivery(&sent["message"]["id"], "UNKNOWN")
            .await;
        assert_eq!(
            desk.sandbox.calls(&CallQuery::messages()).len(),
            number + 1,
            "{what}"
        );
    }
    let last = ana.send(&scene.conversation, "Agora sim").await;
    scene
        .watch
        .delivery(&last["message"]["id"], "ACCEPTED")
        .await;
    let calls = desk.sandbox.calls(&CallQuery::messages());
    assert_eq!(calls.len(), count + 1, "and none was repeated meanwhile");
}
