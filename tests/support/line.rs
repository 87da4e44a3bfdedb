//! The wire below a socket, which nobody attends to but the test.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use super::{Client, Installation};

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

/// An acknowledged line. What comes over it is read, and pings are answered, only while somebody hears.
pub struct Line {
    stream: WebSocketStream<TcpStream>,
}

impl Line {
    /// Connects and introduces `client`.
    pub async fn connect(installation: &Installation, client: &Client) -> Self {
        let stream = TcpStream::connect(installation.address())
            .await
            .expect("a connection");
        Self::open(stream, installation, client).await
    }

    /// Introduces `client` over a connection of the caller's.
    pub async fn open(stream: TcpStream, installation: &Installation, client: &Client) -> Self {
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
        let (stream, _) = tokio_tungstenite::client_async(request, stream)
            .await
            .expect("a socket");
        let mut line = Self { stream };
        let mut payload = json!({});
        if let Some(device) = client.device() {
            payload["deviceId"] = json!(device);
        }
        if let Some(token) = token {
            payload["token"] = json!(token);
        }
        line.send(json!({ "type": "connection_init", "payload": payload }))
            .await;
        match line.hear().await {
            Heard::Message(message) => assert_eq!(message["type"], "connection_ack"),
            other => panic!("an acknowledgement was expected: {other:?}"),
        }
        line
    }

    /// Starts an operation.
    pub async fn subscribe(&mut self, id: &str, document: &str, variables: Value) {
        self.send(subscription(id, document, variables)).await;
    }

    /// Sends a message. A line that has ended says so when it is heard.
    pub async fn send(&mut self, message: Value) {
        let _ = self.stream.send(Message::text(message.to_string())).await;
    }

    /// What comes next; pings are answered on the way.
    pub async fn hear(&mut self) -> Heard {
        loop {
            match self.stream.next().await {
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
}

/// The message that starts an operation.
pub(super) fn subscription(id: &str, document: &str, variables: Value) -> Value {
    let mut message = json!({ "id": id, "type": "subscribe", "payload": { "query": document } });
    message["payload"]["variables"] = variables;
    message
}
