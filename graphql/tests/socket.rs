//! A client of graphql-transport-ws that says whatever a test wants.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderName;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::harness::{Colleague, Server};

/// Longer than anything that is waited for takes.
pub const LONG: Duration = Duration::from_mins(1);

pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// What a socket ended with.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed(pub Option<u16>);

/// With this code.
pub fn closed(code: u16) -> Closed {
    Closed(Some(code))
}

impl Socket {
    /// Opens a socket with these headers.
    pub async fn connect(server: &Server, headers: &[(&'static str, &str)]) -> Result<Self, Error> {
        let url = server.endpoint().replacen("http", "ws", 1);
        let mut request = url.into_client_request()?;
        for (name, value) in headers {
            request
                .headers_mut()
                .insert(HeaderName::from_static(name), value.parse().unwrap());
        }
        let (stream, _) = connect_async(request).await?;
        Ok(Self { stream })
    }

    /// Opens a socket with a cookie and speaks the subprotocol.
    pub async fn open(server: &Server, colleague: &Colleague) -> Self {
        let cookie = colleague.cookie();
        let headers = [
            ("sec-websocket-protocol", "graphql-transport-ws"),
            ("cookie", &cookie),
        ];
        Self::connect(server, &headers).await.unwrap()
    }

    /// Opens a socket that is ready for operations.
    pub async fn ready(server: &Server, colleague: &Colleague) -> Self {
        let mut socket = Self::open(server, colleague).await;
        socket
            .init(json!({ "deviceId": colleague.device.to_string() }))
            .await;
        socket
    }

    /// The same for a program, which says its token in the payload.
    pub async fn of_program(server: &Server, token: &str) -> Self {
        let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
        let socket = Self::connect(server, &[protocol]).await;
        let mut socket = socket.expect("a handshake without credentials is taken");
        socket.init(json!({ "token": token })).await;
        socket
    }

    pub async fn init(&mut self, payload: Value) {
        self.say(json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(self.hear().await, json!({ "type": "connection_ack" }));
    }

    pub async fn say(&mut self, message: Value) {
        self.say_text(&message.to_string()).await;
    }

    pub async fn say_text(&mut self, text: &str) {
        self.stream.send(Message::text(text)).await.unwrap();
    }

    pub async fn say_bytes(&mut self, bytes: &[u8]) {
        self.stream
            .send(Message::binary(bytes.to_vec()))
            .await
            .unwrap();
    }

    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.say(json!({ "id": id, "type": "subscribe", "payload": payload }))
            .await;
    }

    /// The next message; pings are answered.
    pub async fn hear(&mut self) -> Value {
        self.hear_or_end().await.expect("a message, not the end")
    }

    /// The next message, or the code that the socket was closed with.
    pub async fn hear_or_end(&mut self) -> Result<Value, Closed> {
        // Pings come for ever: they must not prolong the wait.
        let deadline = Instant::now() + LONG;
        loop {
            let message = timeout_at(deadline, self.stream.next())
                .await
                .expect("something in time");
            match message {
                Some(Ok(Message::Text(text))) => {
                    let message: Value = serde_json::from_str(&text).unwrap();
                    if message["type"] == "ping" {
                        self.say(json!({ "type": "pong" })).await;
                        continue;
                    }
                    return Ok(message);
                }
                Some(Ok(Message::Close(frame))) => {
                    return Err(Closed(frame.map(|frame| frame.code.into())));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(Closed(None)),
            }
        }
    }

    /// Hears nothing for a while.
    pub async fn stays_silent(&mut self, time: Duration) {
        if let Ok(heard) = timeout(time, self.hear_or_end()).await {
            panic!("heard {heard:?}");
        }
    }

    /// Reads until the socket is closed; the code.
    pub async fn end(&mut self) -> Closed {
        loop {
            if let Err(closed) = self.hear_or_end().await {
                return closed;
            }
        }
    }

    /// Goes away without a word.
    pub fn vanish(self) {
        drop(self.stream);
    }

    /// The socket below, for one who reads slowly.
    pub fn into_stream(self) -> WebSocketStream<MaybeTlsStream<TcpStream>> {
        self.stream
    }
}
