//! Subscriptions as Server-Sent Events, and what integrators do with them.

use std::time::Duration;

use desk::access::Scope;
use entity::person::Role;
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::events::EVENTS;
use super::harness::{Server, Wishes};
use crate::options::SocketOptions;

struct Stream {
    body: futures_util::stream::BoxStream<'static, Vec<u8>>,
    rest: String,
}

#[derive(Debug, PartialEq)]
enum Heard {
    Next(Value),
    Complete,
    Comment,
    End,
}

impl Stream {
    async fn open(server: &Server, token: &str, query: &str, variables: Value) -> Self {
        let request = server
            .http
            .post(server.endpoint())
            .bearer_auth(token)
            .header("accept", "text/event-stream")
            .json(&json!({ "query": query, "variables": variables }));
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        let content_type = response.headers()["content-type"].to_str().unwrap();
        assert!(
            content_type.starts_with("text/event-stream"),
            "{content_type}"
        );
        assert_eq!(response.headers()["cache-control"], "no-store");
        let body = response
            .bytes_stream()
            .map(|chunk| chunk.unwrap_or_default().to_vec());
        Self {
            body: body.boxed(),
            rest: String::new(),
        }
    }

    async fn hear(&mut self) -> Heard {
        loop {
            if let Some((block, rest)) = self.rest.split_once("\n\n") {
                let heard = match block {
                    ":" => Heard::Comment,
                    "event: complete\ndata:" => Heard::Complete,
                    next => Heard::Next(
                        serde_json::from_str(next.strip_prefix("event: next\ndata: ").unwrap())
                            .unwrap(),
                    ),
                };
                self.rest = rest.to_owned();
                return heard;
            }
            let chunk = timeout(Duration::from_mins(1), self.body.next())
                .await
                .unwrap();
            match chunk {
                Some(chunk) => self.rest.push_str(&String::from_utf8(chunk).unwrap()),
                None => return Heard::End,
            }
        }
    }
}

#[tokio::test]
async fn events_stream_to_a_program_with_a_token() {
    let server = Server::start().await;
    let token = server.token(&[Scope::Read]).await;
    let head = server.desk.journal().head().await.unwrap();
    let after = server.desk.journal().cursor(head).to_string();
    let mut stream = Stream::open(&server, &token, EVENTS, json!({ "after": after })).await;
    server.customers_write([1], "Bom dia!").await;
    loop {
        let Heard::Next(body) = stream.hear().await else {
            continue;
        };
        if body["data"]["events"]["message"]["text"] == "Bom dia!" {
            break;
        }
    }
    let service = server.service.clone();
    let down = tokio::spawn(async move { service.shut_down().await });
    while stream.hear().await != Heard::Complete {}
    assert_eq!(stream.hear().await, Heard::End);
    down.await.unwrap();
}

#[tokio::test]
async fn a_query_and_a_refusal_are_streams_of_one() {
    let server = Server::start().await;
    let token = server.token(&[Scope::Read]).await;
    let mut stream = Stream::open(&server, &token, "{installation{name}}", json!({})).await;
    let body = json!({ "data": { "installation": { "name": "Padaria" } } });
    assert_eq!(stream.hear().await, Heard::Next(body));
    assert_eq!(stream.hear().await, Heard::Complete);
    assert_eq!(stream.hear().await, Heard::End);
    let mut stream =
        Stream::open(&server, &token, "subscription{events{nothing}}", json!({})).await;
    let Heard::Next(body) = stream.hear().await else {
        panic!("no result")
    };
    assert_eq!(body["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    assert_eq!(stream.hear().await, Heard::Complete);
}

#[tokio::test]
async fn a_quiet_stream_shows_that_it_lives_and_ends_with_its_token() {
    let sockets = SocketOptions {
        ping_interval: Duration::from_millis(50),
        ..SocketOptions::default()
    };
    let server = Server::with(Wishes {
        sockets,
        ..Wishes::default()
    })
    .await;
    let token = server.token(&[Scope::Read]).await;
    let mut stream = Stream::open(&server, &token, EVENTS, json!({})).await;
    assert_eq!(stream.hear().await, Heard::Comment);
    assert_eq!(stream.hear().await, Heard::Comment);
    let system = desk::access::Actor::System;
    let made = server.desk.tokens(&system).await.unwrap().remove(0);
    server.desk.revoke_token(&system, made.id).await.unwrap();
    let body = loop {
        match stream.hear().await {
            Heard::Comment => {}
            // The directory has changed.
            Heard::Next(body) if body["errors"].is_null() => {}
            Heard::Next(body) => break body,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(stream.hear().await, Heard::Complete);
    assert_eq!(stream.hear().await, Heard::End);
}

#[tokio::test]
async fn nobody_streams_without_signing_in() {
    let server = Server::start().await;
    let request = server
        .http
        .post(server.endpoint())
        .header("accept", "text/event-stream")
        .json(&json!({ "query": EVENTS }));
    let text = request.send().await.unwrap().text().await.unwrap();
    assert!(text.contains("UNAUTHENTICATED"), "{text}");
    let agent = server.colleague(Role::Agent).await;
    let forged = server
        .http
        .post(server.endpoint())
        .header("accept", "text/event-stream")
        .header("cookie", agent.cookie())
        .json(&json!({ "query": EVENTS }));
    assert_eq!(forged.send().await.unwrap().status().as_u16(), 403);
}
