//! Files up to the desk, and what Meta has got of them.

use reqwest::RequestBuilder;
use serde_json::Value;
use uuid::Uuid;

use super::installation::ACCESS_TOKEN;
use super::{Client, Installation};

/// A request that brings a file, as our app makes it; without its body.
pub fn uploads(
    desk: &Installation,
    client: &Client,
    kind: &str,
    mime_type: &str,
) -> RequestBuilder {
    let mut request = crate::http()
        .post(desk.url(&format!("/media/uploads?kind={kind}")))
        .header("x-guiche-client", "tests/1")
        .header("content-type", mime_type);
    let (cookie, token) = client.credentials();
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request
}

/// Brings a file; returns the status and what was answered.
pub async fn upload(
    desk: &Installation,
    client: &Client,
    (kind, mime_type, name): (&str, &str, &str),
    bytes: impl Into<reqwest::Body>,
) -> (u16, Value) {
    let request = uploads(desk, client, kind, mime_type)
        .header("x-guiche-file-name", name)
        .body(bytes);
    let response = request.send().await.expect("an answer");
    let status = response.status().as_u16();
    (status, response.json().await.expect("JSON"))
}

/// Sends what was brought; returns the payload.
pub async fn send_file(
    client: &Client,
    conversation: &Value,
    brought: &Value,
    caption: Option<&str>,
) -> Value {
    let kind = brought["kind"].as_str().expect("a kind").to_uppercase();
    let input = serde_json::json!({ "conversationId": conversation, "clientKey": Uuid::new_v4(),
        "uploadId": brought["uploadId"], "kind": kind, "caption": caption });
    client.mutate("sendFile", input, super::graphql::SENT).await
}

/// Sends a recording that was brought, under a key of the caller's; returns the payload.
pub async fn send_voice_note(
    client: &Client,
    conversation: &Value,
    brought: &Value,
    key: Uuid,
) -> Value {
    let input = serde_json::json!({ "conversationId": conversation, "clientKey": key,
        "uploadId": brought["uploadId"] });
    client
        .mutate("sendVoiceNote", input, super::graphql::SENT)
        .await
}

/// The bytes that Meta has under an id, by the way every client of it would go.
pub async fn at_meta(desk: &Installation, media_id: &Value) -> Vec<u8> {
    let id = media_id.as_str().expect("an id");
    let url = format!(
        "{}/v25.0/{id}",
        desk.sandbox.base_url().trim_end_matches('/')
    );
    let ask = async |url: &str| {
        let request = crate::http().get(url).bearer_auth(ACCESS_TOKEN);
        request.send().await.expect("an answer")
    };
    let described: Value = ask(&url).await.json().await.expect("JSON");
    let address = described["url"].as_str().expect("an address");
    let bytes = ask(address).await.bytes().await.expect("a body");
    bytes.to_vec()
}
