//! The same thing arrives more than once: from Meta (F7, F11), from the agent (F23).

use guiche_tests::on_both_databases;
use guiche_tests::support::graphql::SENT;
use guiche_tests::support::{Client, Differences, Installation, Phones, Socket, Watch, webhook};
use reqwest::StatusCode;
use sandbox::{CallQuery, StatusSettings};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::use_cases::Scene;

on_both_databases!(
    f7_a_webhook_that_comes_a_hundred_times_at_once_counts_once,
    f23_a_double_click_a_second_tab_and_a_retry_are_one_message,
    f23_a_retry_after_a_crash_is_the_same_message,
);

on_both_databases!(with short_memory =>
    f11_a_webhook_that_is_replayed_after_its_body_was_forgotten_changes_nothing,
);

/// What every webhook of the tests says.
const MESSAGES: &str = "SELECT count(*) FROM message WHERE wamid IS NOT NULL";

fn short_memory() -> Differences {
    Differences::default().with("GUICHE_WEBHOOK_RETENTION_DAYS", "1")
}

async fn f7_a_webhook_that_comes_a_hundred_times_at_once_counts_once(desk: &mut Installation) {
    let phones = Phones::start(desk).await;
    let ana = Client::person(desk, "ana").await;
    let mut device = phones.of(&ana).await;
    let mut socket = Socket::live(desk, &ana).await;
    let body = webhook::text("5561981234567", "Ada", "wamid.again", 1_795_000_000, "Oi!");
    let body = body.to_string().into_bytes();
    let mut posts = JoinSet::new();
    for _ in 0..100 {
        let signature = webhook::signature(guiche_tests::support::installation::APP_SECRET, &body);
        let request = guiche_tests::http()
            .post(desk.url("/webhooks/whatsapp"))
            .header("x-hub-signature-256", signature)
            .body(body.clone());
        posts.spawn(async move { request.send().await.expect("an answer").status() });
    }
    assert_eq!(posts.join_all().await, [StatusCode::OK; 100]);
    desk.store().understood().await;
    assert_eq!(desk.store().count(MESSAGES).await, 1);
    let conversation = ana.conversation_with("Ada").await.expect("hers");
    assert_eq!(conversation["unreadCount"], 1);
    // What comes next shows that nothing came in between.
    let end = webhook::text("5561981234567", "Ada", "wamid.end", 1_795_000_001, "Fim");
    webhook::post(desk, &end).await;
    let is_added = |event: &Value| {
        event["__typename"] == "MessageAdded" && event["message"]["direction"] == "INBOUND"
    };
    let texts = [
        socket.event_where(is_added).await,
        socket.event_where(is_added).await,
    ];
    assert_eq!(
        texts.map(|event| event["message"]["text"].clone()),
        ["Oi!", "Fim"]
    );
    for text in ["Oi!", "Fim"] {
        let notice = device.next().await;
        assert!(
            notice["notification"]["body"]
                .as_str()
                .is_some_and(|body| body.contains(text))
        );
    }
    assert!(device.arrived().is_empty());
}

/// Meta repeats for seven days; a body is kept for as long as the operator says; a message is known for ever.
async fn f11_a_webhook_that_is_replayed_after_its_body_was_forgotten_changes_nothing(
    desk: &mut Installation,
) {
    let body = webhook::text("5561981234567", "Ada", "wamid.old", 1_795_000_000, "Oi!");
    assert_eq!(webhook::post(desk, &body).await, StatusCode::OK);
    desk.store().understood().await;
    let mut watch = Watch::start(desk).await;
    let before = watch.conversation_with("Ada").await;
    desk.terminate().await;
    // Eight days pass.
    let earlier = "UPDATE webhook SET received_at = received_at - 691200000, processed_at = processed_at - 691200000";
    desk.store().execute(earlier).await;
    desk.launch().await;
    let forgotten = async {
        while desk.store().count("SELECT count(*) FROM webhook").await > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(super::PATIENCE, forgotten)
        .await
        .expect("old bodies are forgotten");
    assert_eq!(webhook::post(desk, &body).await, StatusCode::OK);
    desk.store().understood().await;
    assert_eq!(desk.store().count(MESSAGES).await, 1);
    watch.reconnect(desk).await;
    assert_eq!(watch.conversation_with("Ada").await, before);
}

async fn f23_a_double_click_a_second_tab_and_a_retry_are_one_message(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    desk.sandbox.set_statuses(StatusSettings {
        automatic: false,
        ..StatusSettings::default()
    });
    let (tab, other_tab) = (
        Client::person(desk, "ana").await,
        Client::person(desk, "ana").await,
    );
    for round in 0..super::rounds(10) {
        let (key, text) = (Uuid::new_v4(), format!("Número {round}"));
        let mut clicks = JoinSet::new();
        for client in [&tab, &other_tab, &tab, &other_tab] {
            let (client, text) = (client.clone(), text.clone());
            let conversation = scene.conversation.clone();
            clicks.spawn(async move { client.send_with_key(&conversation, &text, key).await });
        }
        let ids: Vec<_> = clicks
            .join_all()
            .await
            .into_iter()
            .map(|payload| payload["message"]["id"].clone())
            .collect();
        assert!(
            ids[0].is_string() && ids.iter().all(|id| *id == ids[0]),
            "{ids:?}"
        );
        // An answer was lost; the outbox of the PWA sends the same again.
        let again = tab.send_with_key(&scene.conversation, &text, key).await;
        assert_eq!(again["message"]["id"], ids[0]);
        let sent = usize::try_from(round).expect("few") + 1;
        let calls = desk
            .sandbox
            .wait_for_calls(&CallQuery::messages(), sent, super::PATIENCE)
            .await;
        assert_eq!(calls.len(), sent);
    }
    let bruno = Client::person(desk, "bruno").await;
    let key = Uuid::new_v4();
    tab.send_with_key(&scene.conversation, "Meu", key).await;
    let stolen = bruno.send_with_key(&scene.conversation, "Teu", key).await;
    assert_eq!(stolen["error"]["code"], "CONFLICT", "a key is its author's");
}

async fn f23_a_retry_after_a_crash_is_the_same_message(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let key = Uuid::new_v4();
    let input =
        json!({ "conversationId": scene.conversation, "clientKey": key, "text": "Bom dia!" });
    let first = scene
        .watch
        .client
        .mutate("sendMessage", input.clone(), SENT)
        .await;
    desk.kill().await;
    desk.launch().await;
    scene.watch.reconnect(desk).await;
    let second = scene.watch.client.mutate("sendMessage", input, SENT).await;
    assert_eq!(first["message"]["id"], second["message"]["id"]);
    let conversation = scene.conversation.clone();
    scene.watch.texts(&conversation, &["Oi!", "Bom dia!"]).await;
}
