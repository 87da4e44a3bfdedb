//! A `graphql-transport-ws` client.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::{Client, Installation};

/// What every test of events asks for.
pub const EVENTS: &str = "subscription($after: Cursor) { events(after: $after) { __typename cursor
    ... on MessageAdded { message { id text direction } conversation { id unreadCount } }
    ... on MessageChanged { message { id delivery { state } } }
    ... on ConversationChanged { conversation { id agent { name } unreadCount } change }
    ... on ConversationHidden { conversationId } } }";

const PATIENCE: Duration = Duration::from_secs(20);

/// An acknowledged socket.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    /// Connects and introduces itself.
    pub async fn open(installation: &Installation, client: &Client) -> Self {
        let mut request = installation
            .socket_url()
            .into_client_request()
            .expect("an address");
        let headers = request.headers_mut();
        headers.insert(
            "sec-websocket-protocol",
            HeaderValue::from_static("graphql-transport-ws"),
        );
        let origin = installation.url("");
        headers.insert("origin", origin.parse().expect("an origin"));
        let (cookie, token) = client.credentials();
        if let Some(cookie) = cookie {
            headers.insert("cookie", cookie.parse().expect("a cookie"));
        }
        let (stream, _) = connect_async(request).await.expect("a socket");
        let mut socket = Self { stream };
        let mut payload = json!({});
        if let Some(device) = client.device() {
            payload["deviceId"] = json!(device);
        }
        if let Some(token) = token {
            payload["token"] = json!(token);
        }
        socket
            .send(json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(socket.next().await["type"], "connection_ack");
        socket
    }

    /// Connects and subscribes to events after `cursor`.
    pub async fn events(
        installation: &Installation,
        client: &Client,
        cursor: Option<&str>,
    ) -> Self {
        let mut socket = Self::open(installation, client).await;
        socket
            .subscribe("events", EVENTS, json!({ "after": cursor }))
            .await;
        socket
    }

    /// Starts an operation.
    pub async fn subscribe(&mut self, id: &str, document: &str, variables: Value) {
        self.send(json!({ "id": id, "type": "subscribe",
            "payload": { "query": document, "variables": variables } }))
            .await;
    }

    /// Sends a message.
    pub async fn send(&mut self, message: Value) {
        self.stream
            .send(Message::text(message.to_string()))
            .await
            .expect("the socket takes messages");
    }

    /// The next message; pings are answered on the way.
    pub async fn next(&mut self) -> Value {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.stream.next())
                .await
                .expect("a message in time")
                .expect("an open socket")
                .expect("a whole message");
            match message {
                Message::Text(text) => {
                    let message: Value = serde_json::from_str(&text).expect("JSON");
                    if message["type"] == "ping" {
                        self.send(json!({ "type": "pong" })).await;
                        continue;
                    }
                    return message;
                }
                Message::Close(frame) => panic!("the socket was closed: {frame:?}"),
                _ => {}
            }
        }
    }

    /// The next event.
    pub async fn event(&mut self) -> Value {
        let message = self.next().await;
        assert_eq!(message["type"], "next", "{message}");
        message["payload"]["data"]["events"].clone()
    }

    /// The first event that `wanted` accepts.
    pub async fn event_where(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = self.event().await;
            if wanted(&event) {
                return event;
            }
        }
    }

    /// The code with which the socket is closed.
    pub async fn close_code(&mut self) -> u16 {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.stream.next())
                .await
                .expect("a close in time");
            if let Some(Ok(Message::Close(frame))) = message {
                return frame.expect("a code").code.into();
            }
        }
    }
}
