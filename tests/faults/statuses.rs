//! F9, F10: what belongs together comes in any order.

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Watch, webhook};
use reqwest::StatusCode;
use sandbox::{StatusMode, StatusSettings};

use crate::use_cases::Scene;

on_both_databases!(
    f9_ticks_never_fall_back_in_whatever_order_statuses_come,
    f9_a_status_of_an_unknown_message_is_kept_and_harms_nobody,
    f10_messages_are_shown_by_metas_time_and_a_late_one_does_not_jump_the_queue,
);

async fn f9_ticks_never_fall_back_in_whatever_order_statuses_come(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let modes = [
        StatusMode::Permuted,
        StatusMode::Repeated,
        StatusMode::ReadWithoutDelivered,
        StatusMode::BeforeAnswer,
        StatusMode::FailedAfterRead,
        StatusMode::UnknownWamid,
    ];
    for mode in modes {
        desk.sandbox.set_statuses(StatusSettings {
            mode,
            ..StatusSettings::default()
        });
        let sent = scene
            .watch
            .client
            .send(&scene.conversation, &format!("{mode:?}"))
            .await;
        let id = &sent["message"]["id"];
        scene.watch.delivery(id, "READ").await;
        assert!(desk.sandbox.settled(super::PATIENCE).await);
        desk.store().understood().await;
        let message = scene.watch.client.message(id).await.expect("ours");
        assert_eq!(
            message["delivery"]["state"], "READ",
            "{mode:?}: also after everything"
        );
        let failed = !message["delivery"]["failure"].is_null();
        assert_eq!(
            failed,
            mode == StatusMode::FailedAfterRead,
            "{mode:?}: shown beside"
        );
    }
}

async fn f9_a_status_of_an_unknown_message_is_kept_and_harms_nobody(desk: &mut Installation) {
    let status = webhook::status("wamid.of-nobody", "delivered", 1_795_000_000, Some("no id"));
    assert_eq!(webhook::post(desk, &status).await, StatusCode::OK);
    desk.store().understood().await;
    let kept = "SELECT count(*) FROM pending_effect WHERE wamid = 'wamid.of-nobody'";
    assert_eq!(desk.store().count(kept).await, 1);
    let mut scene = Scene::set(desk).await;
    let sent = scene
        .watch
        .client
        .send(&scene.conversation, "Bom dia!")
        .await;
    scene.watch.delivery(&sent["message"]["id"], "READ").await;
}

async fn f10_messages_are_shown_by_metas_time_and_a_late_one_does_not_jump_the_queue(
    desk: &mut Installation,
) {
    const NOON: i64 = 1_795_000_000;
    let post = async |from: &str, name: &str, wamid: &str, seconds: i64, text: &str| {
        let body = webhook::text(from, name, wamid, seconds, text);
        assert_eq!(webhook::post(desk, &body).await, StatusCode::OK);
        desk.store().understood().await;
    };
    post("5561980000001", "Ada", "wamid.3", NOON + 2, "três").await;
    post("5561980000001", "Ada", "wamid.1", NOON, "um").await;
    post("5561980000001", "Ada", "wamid.2a", NOON + 1, "dois").await;
    post("5561980000001", "Ada", "wamid.2b", NOON + 1, "dois e meio").await;
    post("5561980000002", "Bia", "wamid.b", NOON + 60, "Bia").await;
    // Two hours late.
    post("5561980000001", "Ada", "wamid.late", NOON - 7_200, "zero").await;
    let mut watch = Watch::start(desk).await;
    let (ana, bruno) = (
        Client::person(desk, "ana").await,
        Client::person(desk, "bruno").await,
    );
    let conversation = watch.conversation_with("Ada").await;
    for client in [&watch.client, &ana, &bruno] {
        let texts = client.texts(&conversation["id"]).await;
        assert_eq!(texts, ["zero", "um", "dois", "dois e meio", "três"]);
    }
    assert_eq!(conversation["lastMessage"]["text"], "três");
    assert_eq!(conversation["unreadCount"], 5);
    let inbox = ana.inbox("ALL").await;
    let names: Vec<_> = inbox
        .iter()
        .map(|row| row["contact"]["name"].clone())
        .collect();
    assert_eq!(names, ["Bia", "Ada"], "the late one is no new activity");
}
