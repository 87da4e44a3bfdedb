//! F29: tokens and secrets are revoked, and replaced.

use guiche_tests::on_both_databases;
use guiche_tests::support::installation::PHONE_NUMBER_ID;
use guiche_tests::support::{Client, Installation};
use sandbox::{CallQuery, NumberChange};
use serde_json::json;

use crate::use_cases::Scene;

on_both_databases!(
    f29_a_rejected_token_pauses_the_channel_and_a_new_one_sends_what_waited,
    f29_webhooks_signed_with_either_secret_are_taken_while_one_replaces_the_other,
    f29_a_restart_leaves_everybody_signed_in,
);

const CHANNELS: &str = "{ channels { id paused { reason failure { code } } } }";

async fn f29_a_rejected_token_pauses_the_channel_and_a_new_one_sends_what_waited(
    desk: &mut Installation,
) {
    let mut scene = Scene::set(desk).await;
    let change = NumberChange {
        access_token: Some("new-token".to_owned()),
        ..NumberChange::default()
    };
    desk.sandbox
        .change_number(PHONE_NUMBER_ID, change)
        .expect("the number");
    let mut ids = Vec::new();
    for text in ["Um", "Dois"] {
        let sent = scene.watch.client.send(&scene.conversation, text).await;
        ids.push(sent["message"]["id"].clone());
    }
    let admin = Client::person(desk, "admin").await;
    let channel = scene
        .watch
        .until("the channel is paused", async |_| {
            let channel = admin.data(CHANNELS, json!({})).await["channels"][0].take();
            (!channel["paused"].is_null()).then_some(channel)
        })
        .await;
    assert_eq!(channel["paused"]["reason"], "TOKEN_REJECTED");
    assert_eq!(channel["paused"]["failure"]["code"], 190);
    let refused = desk.sandbox.calls(&CallQuery::messages()).len();
    assert_eq!(refused, 1, "nothing more is tried with a dead token");
    let input = json!({ "channelId": channel["id"], "accessToken": "new-token" });
    let mended = admin
        .mutate("updateChannel", input, "channel { paused { reason } }")
        .await;
    assert!(mended["channel"]["paused"].is_null(), "{mended}");
    for id in &ids {
        scene.watch.delivery(id, "READ").await;
    }
    let calls = desk.sandbox.calls(&CallQuery::messages());
    let taken: Vec<_> = calls
        .iter()
        .filter(|call| call.status == Some(200))
        .collect();
    let texts: Vec<_> = taken
        .iter()
        .map(|call| call.body["text"]["body"].clone())
        .collect();
    assert_eq!(texts, ["Um", "Dois"], "the queue was kept, in order");
}

async fn f29_webhooks_signed_with_either_secret_are_taken_while_one_replaces_the_other(
    desk: &mut Installation,
) {
    let mut scene = Scene::set(desk).await;
    let admin = Client::person(desk, "admin").await;
    let channel = admin.data(CHANNELS, json!({})).await["channels"][0]["id"].take();
    let input = json!({ "channelId": channel, "appSecret": "the-next-secret" });
    admin.mutate("updateChannel", input, "channel { id }").await;
    desk.says(&scene.ada, "Com o antigo");
    let conversation = scene.conversation.clone();
    scene
        .watch
        .texts(&conversation, &["Oi!", "Com o antigo"])
        .await;
    let change = NumberChange {
        app_secret: Some("the-next-secret".to_owned()),
        ..NumberChange::default()
    };
    desk.sandbox
        .change_number(PHONE_NUMBER_ID, change)
        .expect("the number");
    desk.says(&scene.ada, "Com o novo");
    scene
        .watch
        .texts(&conversation, &["Oi!", "Com o antigo", "Com o novo"])
        .await;
}

async fn f29_a_restart_leaves_everybody_signed_in(desk: &mut Installation) {
    let (ana, key) = (
        Client::person(desk, "ana").await,
        "{ installation { vapidPublicKey } }",
    );
    let before = ana.data(key, json!({})).await;
    desk.terminate().await;
    desk.launch().await;
    assert_eq!(
        ana.data(key, json!({})).await,
        before,
        "phones stay subscribed"
    );
    ana.data("{ me { person { id } } }", json!({})).await;
}
