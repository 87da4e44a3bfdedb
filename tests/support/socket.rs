//! A `graphql-transport-ws` client.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::{Client, Installation};

/// What every test of events asks for.
pub const EVENTS: &str = "subscription($after: Cursor) { events(after: $after) { __typename cursor
    ... on MessageAdded { message { id text direction } conversation { id unreadCount } }
    ... on MessageChanged { message { id delivery { state } } }
    ... on ConversationChanged { conversation { id agent { name } unreadCount } change }
    ... on ConversationHidden { conversationId }
    ... on TypingChanged { conversationId person { name } } } }";

const PATIENCE: Duration = Duration::from_mins(1);

/// What came over a socket.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A message of the protocol.
    Message(Value),
    /// The server closed with this code.
    Closed(u16),
    /// The connection broke.
    Cut,
}

/// An acknowledged socket.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    /// Connects and introduces itself.
    pub async fn open(installation: &Installation, client: &Client) -> Self {
        let stream = TcpStream::connect(installation.address())
            .await
            .expect("a connection");
        Self::open_on(stream, installation, client).await
    }

    /// The same over a connection of the caller's.
    pub async fn open_on(stream: TcpStream, installation: &Installation, client: &Client) -> Self {
        let mut request = installation
            .socket_url()
            .into_client_request()
            .expect("an address");
        let headers = request.headers_mut();
        let protocol = HeaderValue::from_static("graphql-transport-ws");
        headers.insert("sec-websocket-protocol", protocol);
        headers.insert("origin", installation.url("").parse().expect("an origin"));
        let (cookie, token) = client.credentials();
        if let Some(cookie) = cookie {
            headers.insert("cookie", cookie.parse().expect("a cookie"));
        }
        let stream = MaybeTlsStream::Plain(stream);
        let (stream, _) = tokio_tungstenite::client_async(request, stream)
            .await
            .expect("a socket");
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

    /// Connects and subscribes to every event from now on.
    pub async fn live(installation: &Installation, client: &Client) -> Self {
        Self::after(installation, client, &client.cursor().await).await
    }

    /// Connects and subscribes to events after `cursor`.
    pub async fn after(installation: &Installation, client: &Client, cursor: &str) -> Self {
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

    /// Runs a mutation that takes one `input` over the socket; returns its payload. Events that come before its
    /// answer are dropped.
    pub async fn mutate(&mut self, name: &str, input: Value, selection: &str) -> Value {
        let document = super::graphql::mutation(name, selection);
        self.subscribe("mutation", &document, json!({ "input": input }))
            .await;
        loop {
            let message = self.next().await;
            if message["id"] == "mutation" && message["type"] == "next" {
                return message["payload"]["data"][name].clone();
            }
            assert_ne!(message["type"], "error", "{message}");
        }
    }

    /// Sends a message.
    pub async fn send(&mut self, message: Value) {
        let sent = self.stream.send(Message::text(message.to_string())).await;
        sent.expect("the socket takes messages");
    }

    /// What comes next; pings are answered on the way.
    pub async fn hear(&mut self) -> Heard {
        // Pings come for ever: they must not prolong the wait.
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let message = tokio::time::timeout_at(deadline, self.stream.next())
                .await
                .expect("something in time");
            match message {
                Some(Ok(Message::Text(text))) => {
                    let message: Value = serde_json::from_str(&text).expect("JSON");
                    if message["type"] != "ping" {
                        return Heard::Message(message);
                    }
                    self.send(json!({ "type": "pong" })).await;
                }
                Some(Ok(Message::Close(frame))) => {
                    return Heard::Closed(frame.map_or(1005, |frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Heard::Cut,
            }
        }
    }

    /// The next message.
    pub async fn next(&mut self) -> Value {
        match self.hear().await {
            Heard::Message(message) => message,
            other => panic!("a message was expected: {other:?}"),
        }
    }

    /// The next event.
    pub async fn event(&mut self) -> Value {
        loop {
            let message = self.next().await;
            if message["id"] == "events" {
                assert_eq!(message["type"], "next", "{message}");
                return message["payload"]["data"]["events"].clone();
            }
        }
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

    /// The code with which the socket is closed, whatever comes before.
    pub async fn close_code(&mut self) -> u16 {
        loop {
            match self.hear().await {
                Heard::Closed(code) => return code,
                Heard::Cut => panic!("the socket was cut without a code"),
                Heard::Message(_) => {}
            }
        }
    }
}
