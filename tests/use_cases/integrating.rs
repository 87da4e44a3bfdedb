//! Programs with a token may do what their scopes say.

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Socket};
use sandbox::CallQuery;
use serde_json::json;
use std::time::Duration;

use super::Scene;

on_both_databases!(
    a_token_may_do_what_its_scopes_say_and_no_more,
    a_revoked_token_opens_nothing,
);

async fn code(client: &Client, document: &str, variables: serde_json::Value) -> String {
    let answer = client.ask(document, variables).await;
    let error = &answer["errors"][0]["extensions"]["code"];
    let payload = answer["data"]
        .as_object()
        .and_then(|data| data.values().next());
    let code = if error.is_null() {
        payload.map(|payload| &payload["error"]["code"])
    } else {
        Some(error)
    };
    code.and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

async fn a_token_may_do_what_its_scopes_say_and_no_more(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let send = "mutation($input: SendMessageInput!) { sendMessage(input: $input) { message { origin } error { code } } }";
    let message = || {
        json!({ "input": { "conversationId": scene.conversation, "clientKey": uuid::Uuid::new_v4(),
            "text": "Seu pedido saiu" } })
    };
    let department = "mutation($input: CreateDepartmentInput!) { createDepartment(input: $input) { error { code } } }";
    let named = json!({ "input": { "name": "Vendas" } });

    let reader = Client::integrator(desk, &["read"]).await;
    assert!(reader.conversation(&scene.conversation).await.is_some());
    assert_eq!(code(&reader, send, message()).await, "FORBIDDEN");
    assert_eq!(code(&reader, department, named.clone()).await, "FORBIDDEN");

    let sender = Client::integrator(desk, &["read", "send"]).await;
    let mut socket = Socket::live(desk, &sender).await;
    let payload = sender.data(send, message()).await;
    assert_eq!(payload["sendMessage"]["message"]["origin"], "API");
    socket
        .event_where(|event| event["message"]["delivery"]["state"] == "READ")
        .await;
    assert_eq!(code(&sender, department, named.clone()).await, "FORBIDDEN");
    let calls = desk
        .sandbox
        .wait_for_calls(&CallQuery::messages(), 1, Duration::ZERO)
        .await;
    assert_eq!(calls.len(), 1);

    let administrator = Client::integrator(desk, &["administer"]).await;
    assert_eq!(code(&administrator, department, named).await, "");
    assert_eq!(code(&administrator, send, message()).await, "FORBIDDEN");
}

async fn a_revoked_token_opens_nothing(desk: &mut Installation) {
    let admin = Client::person(desk, "admin").await;
    let input = json!({ "name": "Loja", "scopes": ["READ"] });
    let made = admin
        .mutate("createApiToken", input, "secret token { id }")
        .await;
    let secret = made["secret"].as_str().expect("shown once");
    let program = Client::with_token(desk, secret);
    program.cursor().await;
    let input = json!({ "tokenId": made["token"]["id"] });
    admin.mutate("revokeApiToken", input, "token { id }").await;
    assert_eq!(
        code(&program, "{ cursor }", json!({})).await,
        "UNAUTHENTICATED"
    );
}
