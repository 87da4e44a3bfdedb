//! What the API adds to texts: places, cards, buttons and lists, reactions, quick replies.

use entity::person::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::Server;

const PAYLOAD: &str = "message { id content { __typename \
    ... on LocationContent { latitude longitude name address } \
    ... on ContactsContent { cards { name phones numbers { phone waId kind } emails } } \
    ... on InteractiveContent { header body footer buttons { id title } \
        list { label sections { title rows { id title description } } } } } } \
    conversation { id } error { code field }";

async fn sends(server: &Server, field: &str, input: Value) -> Value {
    let ana = server.colleague(Role::Agent).await;
    let name = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
    let document =
        format!("mutation($input: {name}!) {{ {field}(input: $input) {{ {PAYLOAD} }} }}");
    let answer = server.run(&ana, &document, json!({ "input": input })).await;
    answer["data"][field].clone()
}

fn with(conversation: &str, rest: Value) -> Value {
    let mut input = json!({ "conversationId": conversation, "clientKey": Uuid::new_v4() });
    let (Value::Object(input_fields), Value::Object(rest)) = (&mut input, rest) else {
        panic!("objects")
    };
    input_fields.extend(rest);
    input
}

#[tokio::test]
async fn a_place_a_card_and_an_offer_are_sent_and_read_back() {
    let server = Server::start().await;
    let conversation = server.conversation().await.id.to_string();
    let place = json!({ "latitude": -23.55, "longitude": -46.63, "name": "Praça da Sé" });
    let sent = sends(&server, "sendLocation", with(&conversation, place)).await;
    assert_eq!(
        sent["message"]["content"],
        json!({ "__typename": "LocationContent", "latitude": -23.55, "longitude": -46.63,
                "name": "Praça da Sé", "address": null })
    );
    let cards = json!({ "cards": [{ "name": "Grace", "emails": ["grace@example.com"],
        "numbers": [{ "phone": "+55 11 95550-0177", "waId": "5511955500177" }] }] });
    let sent = sends(&server, "sendContacts", with(&conversation, cards)).await;
    assert_eq!(
        sent["message"]["content"]["cards"],
        json!([{ "name": "Grace", "phones": ["+55 11 95550-0177"], "emails": ["grace@example.com"],
            "numbers": [{ "phone": "+55 11 95550-0177", "waId": "5511955500177", "kind": null }] }]),
        "L-078"
    );
    let offer = json!({ "body": "Confirma?", "footer": "Até as 18h",
        "offer": { "buttons": [{ "title": "Sim" }, { "id": "no", "title": "Não" }] } });
    let sent = sends(&server, "sendInteractive", with(&conversation, offer)).await;
    assert_eq!(
        sent["message"]["content"]["buttons"],
        json!([{ "id": "1", "title": "Sim" }, { "id": "no", "title": "Não" }])
    );
    let offer = json!({ "body": "Quando?", "offer": { "list": { "label": "Ver", "sections":
        [{ "rows": [{ "title": "Manhã", "description": "Das 8 às 12" }] }] } } });
    let sent = sends(&server, "sendInteractive", with(&conversation, offer)).await;
    assert_eq!(
        sent["message"]["content"]["list"],
        json!({ "label": "Ver", "sections":
            [{ "title": null, "rows": [{ "id": "1", "title": "Manhã", "description": "Das 8 às 12" }] }] })
    );
}

#[tokio::test]
async fn what_meta_would_refuse_is_refused_here_with_its_field() {
    let server = Server::start().await;
    let conversation = server.conversation().await.id.to_string();
    let table = [
        (
            "sendLocation",
            json!({ "latitude": 91, "longitude": 0 }),
            "latitude",
        ),
        ("sendContacts", json!({ "cards": [] }), "cards"),
        (
            "sendInteractive",
            json!({ "body": "?", "offer": { "buttons": [] } }),
            "buttons",
        ),
        (
            "sendInteractive",
            json!({ "body": "{{contact.name}}", "offer": { "buttons": [{ "title": "a" }] } }),
            "body",
        ),
    ];
    for (field, rest, wrong) in table {
        let refused = sends(&server, field, with(&conversation, rest)).await;
        assert_eq!(
            refused["error"],
            json!({ "code": "INVALID_INPUT", "field": wrong }),
            "{field}"
        );
        assert_eq!(refused["message"], Value::Null);
    }
}

#[tokio::test]
async fn l067_a_reaction_is_on_the_message_at_once() {
    let server = Server::start().await;
    let conversation = server.conversation().await;
    let message = conversation.last_message_id.expect("a message").to_string();
    let ana = server.colleague(Role::Agent).await;
    let document = "mutation($input: ReactInput!) { react(input: $input) { \
        message { reactions { emoji byCustomer person { id } state failure { code } } } error { code } } }";
    let react = |emoji: Value| {
        let input = json!({ "input": { "messageId": message, "emoji": emoji } });
        server.run(&ana, document, input)
    };
    let answer = react(json!("👍")).await;
    assert_eq!(
        answer["data"]["react"]["message"]["reactions"],
        json!([{ "emoji": "👍", "byCustomer": false, "person": { "id": ana.person.id.to_string() },
                 "state": "WAITING", "failure": null }])
    );
    let answer = react(Value::Null).await;
    assert_eq!(answer["data"]["react"]["message"]["reactions"], json!([]));
    let answer = react(json!("ok")).await;
    assert_eq!(answer["data"]["react"]["error"]["code"], "INVALID_INPUT");
}

#[tokio::test]
async fn quick_replies_are_made_found_filled_and_removed() {
    let server = Server::start().await;
    let conversation = server.conversation().await.id.to_string();
    let sofia = server.colleague(Role::Supervisor).await;
    let ana = server.colleague(Role::Agent).await;
    let create = "mutation($input: QuickReplyInput!) { createQuickReply(input: $input) { \
        quickReply { id shortName editable person { id } } error { code field message } } }";
    let shared =
        json!({ "input": { "shortName": "Oi", "text": "Olá, {{contact.name | cliente}}!" } });
    let refused = server.run(&ana, create, shared.clone()).await;
    assert_eq!(
        refused["data"]["createQuickReply"]["error"]["code"],
        "FORBIDDEN"
    );
    let made = server.run(&sofia, create, shared).await;
    assert_eq!(
        made["data"]["createQuickReply"]["quickReply"]["shortName"],
        "oi"
    );
    let id = made["data"]["createQuickReply"]["quickReply"]["id"].clone();
    let unknown =
        json!({ "input": { "shortName": "x", "text": "{{ticket.id}}", "personal": true } });
    let refused = server.run(&ana, create, unknown).await;
    let error = &refused["data"]["createQuickReply"]["error"];
    assert_eq!(
        (&error["code"], &error["field"]),
        (&json!("INVALID_INPUT"), &json!("text")),
        "Z-36"
    );
    let own = json!({ "input": { "shortName": "tchau", "text": "Até!", "personal": true } });
    server.run(&ana, create, own).await;

    let find = "query($search: String, $id: ID!) { \
        quickReplies(search: $search) { shortName editable filled(conversationId: $id) } \
        placeholders { source shortSource } }";
    let found = server
        .run(&ana, find, json!({ "search": "/o", "id": conversation }))
        .await;
    assert_eq!(found["data"]["quickReplies"][0]["shortName"], "oi");
    assert_eq!(found["data"]["quickReplies"][0]["editable"], false);
    let filled = found["data"]["quickReplies"][0]["filled"]
        .as_str()
        .expect("a text");
    assert!(
        filled.starts_with("Olá, ") && !filled.contains('{'),
        "{filled}"
    );
    assert_eq!(
        found["data"]["placeholders"][1],
        json!({ "source": "{{contact.firstName}}", "shortSource": "{nome}" }),
        "Z-37"
    );

    let delete = "mutation($id: ID!) { deleteQuickReply(id: $id) { error { code } } }";
    let refused = server.run(&ana, delete, json!({ "id": id })).await;
    assert_eq!(
        refused["data"]["deleteQuickReply"]["error"]["code"],
        "FORBIDDEN"
    );
    let removed = server.run(&sofia, delete, json!({ "id": id })).await;
    assert_eq!(removed["data"]["deleteQuickReply"]["error"], Value::Null);
}
