//! Who sees what: somebody of another department finds nothing by any way.

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Socket};
use serde_json::{Value, json};

use super::Scene;

on_both_databases!(
    an_agent_of_another_department_finds_the_conversation_nowhere,
    an_agent_of_another_department_cannot_act_on_the_conversation,
    an_agent_who_leaves_a_department_sees_nothing_of_it_from_then_on,
);

/// The number of an event in the journal.
fn position(cursor: &Value) -> i64 {
    let place = cursor.as_str().and_then(|cursor| cursor.split_once('.'));
    let (_, position) = place.expect("a journal and a position");
    position.parse().expect("a number")
}

async fn an_agent_of_another_department_finds_the_conversation_nowhere(desk: &mut Installation) {
    let carla = Client::person(desk, "carla").await;
    let before = carla.cursor().await;
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let sent = ana.send(&scene.conversation, "Bom dia!").await;
    scene.watch.delivery(&sent["message"]["id"], "READ").await;
    for list in ["MINE", "OPEN", "IN_SERVICE", "ALL"] {
        assert!(carla.inbox(list).await.is_empty(), "{list}");
    }
    assert!(carla.conversation(&scene.conversation).await.is_none());
    assert!(carla.message(&sent["message"]["id"]).await.is_none());
    // Her events, from before anything happened, up to one that she may see.
    let mut socket = Socket::after(desk, &carla, &before).await;
    let admin = Client::person(desk, "admin").await;
    admin
        .mutate(
            "createDepartment",
            json!({ "name": "Vendas" }),
            "department { id }",
        )
        .await;
    // What the number may send is everybody's to know, and is learnt when the program starts.
    let first = socket
        .event_where(|event| event["__typename"] != "TemplatesChanged")
        .await;
    assert_eq!(
        first["__typename"], "DirectoryChanged",
        "and nothing before it"
    );
}

async fn an_agent_of_another_department_cannot_act_on_the_conversation(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let carla = Client::person(desk, "carla").await;
    let input = json!({ "conversationId": scene.conversation });
    for mutation in ["claimConversation", "closeTicket", "markConversationRead"] {
        let payload = carla
            .mutate(mutation, input.clone(), "conversation { id }")
            .await;
        assert_eq!(payload["error"]["code"], "NOT_FOUND", "{mutation}");
        assert!(payload["conversation"].is_null());
    }
    let sent = carla.send(&scene.conversation, "Oi").await;
    assert_eq!(sent["error"]["code"], "NOT_FOUND");
    assert_eq!(scene.watch.client.texts(&scene.conversation).await, ["Oi!"]);
}

async fn an_agent_who_leaves_a_department_sees_nothing_of_it_from_then_on(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let (admin, bruno) = (
        Client::person(desk, "admin").await,
        Client::person(desk, "bruno").await,
    );
    assert!(bruno.conversation(&scene.conversation).await.is_some());
    let me = bruno.data("{ me { person { id } } }", json!({})).await;
    let mut socket = Socket::live(desk, &bruno).await;
    let input = json!({ "personId": me["me"]["person"]["id"], "departmentIds": [] });
    let moved = admin
        .mutate("updatePerson", input, "person { departments { name } }")
        .await;
    assert_eq!(moved["person"]["departments"], json!([]));
    socket
        .event_where(|event| event["__typename"] == "ViewerChanged")
        .await;
    assert!(bruno.conversation(&scene.conversation).await.is_none());
    desk.says(&scene.ada, "Só para Atendimento");
    let mut anas = Socket::live(desk, &Client::person(desk, "ana").await).await;
    desk.says(&scene.ada, "Depois");
    anas.event_where(|event| event["message"]["text"] == "Depois")
        .await;
    let end = admin.cursor().await;
    admin
        .mutate(
            "createDepartment",
            json!({ "name": "Vendas" }),
            "department { id }",
        )
        .await;
    loop {
        let event = socket.event().await;
        let told = &event["__typename"];
        assert!(
            ["DirectoryChanged", "TemplatesChanged", "ViewerChanged"]
                .map(Value::from)
                .contains(told),
            "no message reaches the open socket: {event}"
        );
        if position(&event["cursor"]) > position(&json!(end)) {
            break;
        }
    }
}
