//! What agents say besides texts and files: reactions, places, cards, buttons and lists, through to the customer's phone.

use std::time::Duration;

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation};
use sandbox::{CallQuery, Content, PlannedFailure, Say};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Scene;

const PATIENCE: Duration = Duration::from_mins(1);
const SENT: &str = "message { id } error { code field message }";
const REACTIONS: &str = "query($id: ID!) { message(id: $id) { reactions { emoji byCustomer state failure { code } } } }";

on_both_databases!(
    a_reaction_reaches_the_customer_changes_and_goes,
    a_reaction_that_meta_refuses_later_is_marked,
    places_cards_buttons_and_lists_arrive_as_meta_wants_them,
    a_tap_on_a_button_comes_back_and_quotes_what_offered_it,
);

async fn sends(client: &Client, field: &str, scene: &Scene, mut input: Value) -> Value {
    input["conversationId"] = scene.conversation.clone();
    input["clientKey"] = json!(Uuid::new_v4());
    let sent = client.mutate(field, input, SENT).await;
    assert_eq!(sent["error"], Value::Null, "{field}");
    sent["message"]["id"].clone()
}

async fn first_message(client: &Client, scene: &Scene) -> Value {
    let thread = client.thread(&scene.conversation).await;
    let said = thread.iter().find(|it| it["direction"] == "INBOUND");
    said.expect("what Ada wrote")["id"].clone()
}

async fn react(client: &Client, message: &Value, emoji: Value) {
    let input = json!({ "messageId": message, "emoji": emoji });
    let reacted = client
        .mutate("react", input, "message { id } error { code }")
        .await;
    assert_eq!(reacted["error"], Value::Null);
}

/// L-067 to L-069.
async fn a_reaction_reaches_the_customer_changes_and_goes(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let message = first_message(&ana, &scene).await;
    for (number, emoji) in [json!("👍"), json!("❤️"), Value::Null]
        .into_iter()
        .enumerate()
    {
        react(&ana, &message, emoji.clone()).await;
        let taken = desk
            .sandbox
            .wait_for_calls(&CallQuery::messages(), number + 1, PATIENCE)
            .await;
        let body = &taken[number].body;
        assert_eq!(body["type"], "reaction");
        assert_eq!(
            body["reaction"]["emoji"],
            emoji.as_str().unwrap_or_default()
        );
        assert!(body.get("context").is_none());
        // The next one waits until this one is taken.
        scene
            .watch
            .until("the reaction was taken", async |client| {
                let data = client.data(REACTIONS, json!({ "id": message })).await;
                let shown = data["message"]["reactions"]
                    .as_array()
                    .cloned()
                    .unwrap_or_default();
                shown.iter().all(|it| it["state"] == "SENT").then_some(())
            })
            .await;
    }
    let now = scene.now().await;
    assert!(
        now["waitingSince"].is_string(),
        "L-069: it stops no counter"
    );
    assert!(now["agent"].is_null(), "L-069: it claims nobody");
}

async fn a_reaction_that_meta_refuses_later_is_marked(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let message = first_message(&ana, &scene).await;
    desk.sandbox.plan_failure(PlannedFailure {
        code: 131_009,
        details: None,
        customer: None,
        times: 1,
        after_sent: true,
    });
    react(&ana, &message, json!("👍")).await;
    let failed = scene
        .watch
        .until("the reaction failed", async |client| {
            let data = client.data(REACTIONS, json!({ "id": message })).await;
            let shown = data["message"]["reactions"][0].clone();
            (shown["state"] == "FAILED").then_some(shown)
        })
        .await;
    assert_eq!(failed["failure"]["code"], 131_009);
    assert_eq!(failed["emoji"], "👍");
}

async fn places_cards_buttons_and_lists_arrive_as_meta_wants_them(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let place = json!({ "latitude": -23.55, "longitude": -46.63, "name": "Praça da Sé" });
    let cards = json!({ "cards": [{ "name": "Grace Souza", "organization": "Padaria",
        "numbers": [{ "phone": "+55 11 95550-0177", "waId": "5511955500177" }] }] });
    let buttons = json!({ "body": "Confirma?", "header": "Pedido 42",
        "offer": { "buttons": [{ "title": "Sim" }, { "title": "Não" }] } });
    let list = json!({ "body": "Quando?", "offer": { "list": { "label": "Ver horários", "sections": [
        { "title": "Hoje", "rows": [{ "title": "8h" }] },
        { "title": "Amanhã", "rows": [{ "title": "9h", "description": "Cedo" }] }] } } });
    for (field, input) in [
        ("sendLocation", place),
        ("sendContacts", cards),
        ("sendInteractive", buttons),
        ("sendInteractive", list),
    ] {
        let id = sends(&ana, field, &scene, input).await;
        scene.watch.delivery(&id, "READ").await;
    }
    let posted = desk.sandbox.calls(&CallQuery::messages());
    let kinds: Vec<_> = posted
        .iter()
        .map(|call| call.body["type"].clone())
        .collect();
    assert_eq!(
        kinds,
        ["location", "contacts", "interactive", "interactive"]
    );
    assert_eq!(posted[0].body["location"]["name"], "Praça da Sé");
    assert_eq!(
        posted[1].body["contacts"][0]["phones"][0]["wa_id"], "5511955500177",
        "L-078"
    );
    let button = &posted[2].body["interactive"]["action"]["buttons"][1]["reply"];
    assert_eq!(*button, json!({ "id": "2", "title": "Não" }));
    let sections = &posted[3].body["interactive"]["action"]["sections"];
    assert_eq!(
        sections[1]["rows"][0],
        json!({ "id": "2", "title": "9h", "description": "Cedo" })
    );
}

async fn a_tap_on_a_button_comes_back_and_quotes_what_offered_it(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let offer =
        json!({ "body": "Confirma?", "offer": { "buttons": [{ "id": "yes", "title": "Sim" }] } });
    let offered = sends(&ana, "sendInteractive", &scene, offer).await;
    scene.watch.delivery(&offered, "READ").await;
    let call = &desk.sandbox.calls(&CallQuery::messages())[0];
    let wamid = call.answer["messages"][0]["id"].as_str().expect("a wamid");
    let tap = Say::new(Content::ButtonReply {
        id: "yes".into(),
        title: "Sim".into(),
    });
    desk.sandbox
        .say(&scene.ada.key, tap.replying_to(wamid))
        .expect("Ada taps");
    let document = "query($id: ID!) { conversation(id: $id) { messages(last: 10) { edges { node { \
        content { ... on InteractiveReplyContent { kind title payload } } replyTo { message { id } } } } } } }";
    let conversation = scene.conversation.clone();
    let reply = scene
        .watch
        .until("the tap arrived", async |client| {
            let data = client.data(document, json!({ "id": conversation })).await;
            // WhatsApp tells whole seconds: a tap within the second of what offered it need not be the newest.
            let edges = data["conversation"]["messages"]["edges"].as_array()?;
            let mut messages = edges.iter().map(|edge| &edge["node"]);
            messages.find(|it| it["content"]["title"] == "Sim").cloned()
        })
        .await;
    assert_eq!(
        reply["content"],
        json!({ "kind": "BUTTON", "title": "Sim", "payload": "yes" })
    );
    assert_eq!(reply["replyTo"]["message"]["id"], offered);
}
