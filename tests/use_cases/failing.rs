//! A message that Meta does not deliver: why, whose turn it is, and what can be done.

use std::time::Duration;

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation};
use sandbox::{CallQuery, FaultKind, FaultPlan, PlannedFailure};
use serde_json::json;

use super::Scene;

on_both_databases!(
    a_refusal_shows_metas_code_and_is_not_repeated,
    a_failure_told_by_webhook_shows_metas_code,
    a_failed_message_goes_out_again_when_its_author_says_so,
    a_failed_message_can_be_given_up,
);

fn refuse(desk: &Installation, code: u32) {
    let kind = FaultKind::Code {
        code,
        http_status: None,
    };
    desk.sandbox.plan_fault(FaultPlan::sends(1, kind));
}

async fn a_refusal_shows_metas_code_and_is_not_repeated(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    refuse(desk, 131_026);
    let ana = Client::person(desk, "ana").await;
    let sent = ana.send(&scene.conversation, "Bom dia!").await;
    let failed = scene.watch.delivery(&sent["message"]["id"], "FAILED").await;
    assert_eq!(failed["delivery"]["failure"]["code"], 131_026);
    assert_eq!(failed["delivery"]["failure"]["retry"], "NEVER");
    let second = ana.send(&scene.conversation, "E agora?").await;
    scene.watch.delivery(&second["message"]["id"], "READ").await;
    let bodies: Vec<_> = desk.sandbox.calls(&CallQuery::messages());
    assert_eq!(
        bodies.len(),
        2,
        "the refused one was tried once, and held up nobody"
    );
}

async fn a_failure_told_by_webhook_shows_metas_code(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    desk.sandbox.plan_failure(PlannedFailure {
        code: 131_049,
        details: Some("healthy ecosystem".to_owned()),
        customer: None,
        times: 1,
        after_sent: true,
    });
    let ana = Client::person(desk, "ana").await;
    let sent = ana.send(&scene.conversation, "Promoção!").await;
    let failed = scene.watch.delivery(&sent["message"]["id"], "FAILED").await;
    assert_eq!(failed["delivery"]["failure"]["code"], 131_049);
}

async fn a_failed_message_goes_out_again_when_its_author_says_so(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    refuse(desk, 131_026);
    let ana = Client::person(desk, "ana").await;
    let sent = ana.send(&scene.conversation, "Bom dia!").await;
    let id = &sent["message"]["id"];
    scene.watch.delivery(id, "FAILED").await;
    let again = ana
        .mutate(
            "retryMessage",
            json!({ "messageId": id }),
            "message { delivery { state } }",
        )
        .await;
    assert_eq!(again["error"], json!(null));
    let read = scene.watch.delivery(id, "READ").await;
    assert!(read["delivery"]["failure"].is_null());
    assert_eq!(desk.sandbox.calls(&CallQuery::messages()).len(), 2);
}

async fn a_failed_message_can_be_given_up(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    desk.sandbox.begin_outage();
    let ana = Client::person(desk, "ana").await;
    let sent = ana.send(&scene.conversation, "Bom dia!").await;
    let id = &sent["message"]["id"];
    let gone = ana
        .mutate(
            "discardMessage",
            json!({ "messageId": id }),
            "message { id }",
        )
        .await;
    // The attempt that is under way may not be taken back; one that waits may.
    if gone["error"].is_null() {
        scene.watch.delivery(id, "DISCARDED").await;
        desk.sandbox.end_outage();
        let after = ana.send(&scene.conversation, "Depois").await;
        scene.watch.delivery(&after["message"]["id"], "READ").await;
        let calls = desk
            .sandbox
            .wait_for_calls(&CallQuery::messages(), 1, Duration::ZERO)
            .await;
        assert_eq!(calls.len(), 1, "what was given up never leaves");
    } else {
        desk.sandbox.end_outage();
    }
}
