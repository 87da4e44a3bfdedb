//! Who has read what: shared by all (L-046), and told to the customer.

use std::time::Duration;

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Socket};
use sandbox::{CallKind, CallQuery};
use serde_json::json;

use super::Scene;

on_both_databases!(
    what_one_agent_has_read_is_read_for_all_and_for_the_customer,
    a_conversation_can_be_marked_unread_again,
    typing_is_shown_to_colleagues_and_to_the_customer,
);

/// L-046, L-047.
async fn what_one_agent_has_read_is_read_for_all_and_for_the_customer(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let (ana, bruno) = (
        Client::person(desk, "ana").await,
        Client::person(desk, "bruno").await,
    );
    let mut brunos = Socket::live(desk, &bruno).await;
    let input = json!({ "conversationId": scene.conversation });
    let payload = ana
        .mutate(
            "markConversationRead",
            input.clone(),
            "conversation { unreadCount }",
        )
        .await;
    assert_eq!(payload["conversation"]["unreadCount"], 0);
    let changed = brunos.event_where(|event| event["change"] == "READ").await;
    assert_eq!(changed["conversation"]["unreadCount"], 0);
    // A second reader changes nothing and tells Meta nothing.
    bruno
        .mutate(
            "markConversationRead",
            input,
            "conversation { unreadCount }",
        )
        .await;
    let marks = CallQuery::of(CallKind::ReadMark);
    let told = desk
        .sandbox
        .wait_for_calls(&marks, 1, Duration::from_mins(1))
        .await;
    assert_eq!(told[0].body["status"], "read");
    desk.says(&scene.ada, "Ainda aí?");
    brunos
        .event_where(|event| event["message"]["text"] == "Ainda aí?")
        .await;
    assert_eq!(desk.sandbox.calls(&marks).len(), 1);
    assert_eq!(scene.now().await["unreadCount"], 1);
}

/// L-048.
async fn a_conversation_can_be_marked_unread_again(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let input = json!({ "conversationId": scene.conversation });
    ana.mutate("markConversationRead", input.clone(), "conversation { id }")
        .await;
    let unread = ana
        .mutate(
            "markConversationUnread",
            input,
            "conversation { unreadCount }",
        )
        .await;
    assert_eq!(unread["error"], json!(null));
    let seen = scene.now().await;
    assert_ne!(seen["unreadCount"], 0, "the supervisor sees it as well");
}

async fn typing_is_shown_to_colleagues_and_to_the_customer(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let (ana, bruno) = (
        Client::person(desk, "ana").await,
        Client::person(desk, "bruno").await,
    );
    let mut brunos = Socket::live(desk, &bruno).await;
    let input = json!({ "conversationId": scene.conversation });
    // Signs of typing are not kept: only who has begun to listen hears them.
    ana.mutate("markConversationRead", input.clone(), "conversation { id }")
        .await;
    brunos.event_where(|event| event["change"] == "READ").await;
    ana.mutate("indicateTyping", input, "").await;
    let typing = brunos
        .event_where(|event| event["__typename"] == "TypingChanged")
        .await;
    assert_eq!(typing["person"]["name"], "Ana");
    let query = CallQuery::of(CallKind::Typing);
    assert_eq!(
        desk.sandbox
            .wait_for_calls(&query, 1, Duration::from_mins(1))
            .await
            .len(),
        1
    );
}
