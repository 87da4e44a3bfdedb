//! Signing in, and what follows from it.

use entity::person::Role;
use reqwest::header::SET_COOKIE;
use serde_json::{Value, json};

use super::harness::{PASSWORD, Server};

const SIGN_IN: &str = "mutation($input:SignInInput!){signIn(input:$input){\
    viewer{person{name}preferences{locale}deviceId}error{code message field}}}";

async fn sign_in(server: &Server, email: &str, password: &str) -> (Option<String>, Value) {
    let device = "0193b2f0-0000-4000-8000-000000000001";
    let input = json!({ "email": email, "password": password, "deviceId": device });
    let body = json!({ "query": SIGN_IN, "variables": { "input": input } });
    let response = server
        .http
        .post(server.endpoint())
        .json(&body)
        .send()
        .await
        .unwrap();
    let cookie = response
        .headers()
        .get(SET_COOKIE)
        .map(|cookie| cookie.to_str().unwrap().to_owned());
    (cookie, response.json().await.unwrap())
}

#[tokio::test]
async fn signing_in_sets_a_cookie_that_works_until_signing_out() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let (cookie, body) = sign_in(&server, &colleague.person.email, PASSWORD).await;
    let payload = &body["data"]["signIn"];
    assert_eq!(payload["error"], Value::Null, "{body}");
    assert_eq!(
        payload["viewer"]["person"]["name"],
        json!(colleague.person.name)
    );
    assert_eq!(
        payload["viewer"]["deviceId"],
        "0193b2f0-0000-4000-8000-000000000001"
    );
    let cookie = cookie.unwrap();
    assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();

    let ask = |query: &'static str| {
        let request = server
            .http
            .post(server.endpoint())
            .header("cookie", cookie.clone());
        request
            .header("x-guiche-client", "tests")
            .json(&json!({ "query": query }))
            .send()
    };
    let me: Value = ask("{me{person{email}}}")
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(
        me["data"]["me"]["person"]["email"],
        json!(colleague.person.email)
    );
    let out = ask("mutation{signOut{error{code}}}").await.unwrap();
    let cleared = out.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    assert!(
        cleared.starts_with("guiche=;") && cleared.contains("Max-Age=0"),
        "{cleared}"
    );
    let me: Value = ask("{me{person{email}}}")
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(me["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn wrong_credentials_are_an_outcome_and_set_no_cookie() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    for (email, password) in [
        (colleague.person.email.as_str(), "no"),
        ("nobody@example.com", PASSWORD),
    ] {
        let (cookie, body) = sign_in(&server, email, password).await;
        assert_eq!(
            body["data"]["signIn"]["error"]["code"], "INVALID_CREDENTIALS",
            "{body}"
        );
        assert_eq!(body["data"]["signIn"]["viewer"], Value::Null);
        assert_eq!(cookie, None);
    }
}

#[tokio::test]
async fn an_old_cookie_does_not_keep_anybody_from_signing_in() {
    let server = Server::start().await;
    let request = server
        .http
        .post(server.endpoint())
        .header("cookie", "guiche=old")
        .header("x-guiche-client", "tests")
        .json(&json!({ "query": "{installation{name}}" }));
    let body: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(body["data"]["installation"]["name"], "Padaria");
}

#[tokio::test]
async fn a_token_that_is_not_valid_is_refused_at_once() {
    let server = Server::start().await;
    let request = server.http.post(server.endpoint()).bearer_auth("nonsense");
    let response = request
        .json(&json!({ "query": "{installation{name}}" }))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status().as_u16(), 401);
    assert!(response.headers().contains_key("www-authenticate"));
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}
