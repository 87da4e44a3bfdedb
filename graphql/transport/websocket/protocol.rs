//! The messages of graphql-transport-ws.

use axum::extract::ws::Utf8Bytes;
use entity::DeviceId;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::close::Close;
use crate::request::Parameters;

/// An id is repeated in every message of its operation.
const LONGEST_ID: usize = 128;

/// What a client says.
#[derive(Debug)]
pub(super) enum ClientMessage {
    Init(Init),
    Ping,
    Pong,
    Subscribe { id: String, parameters: Parameters },
    Complete { id: String },
}

/// The payload of `connection_init`.
#[derive(Debug, Default)]
pub(super) struct Init {
    /// An integrator's token.
    pub token: Option<SecretString>,
    /// The device that acts.
    pub device: Option<DeviceId>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    payload: Option<Value>,
}

impl ClientMessage {
    /// Reads a message; anything unexpected closes the socket with 4400.
    pub fn parse(text: &str) -> Result<Self, Close> {
        let invalid = Close::invalid;
        let envelope: Envelope = serde_json::from_str(text)
            .map_err(|_| invalid("not a message of graphql-transport-ws"))?;
        let Envelope { kind, id, payload } = envelope;
        match kind.as_str() {
            "connection_init" => Ok(Self::Init(Init::parse(object(payload)?)?)),
            "ping" => object(payload).map(|_| Self::Ping),
            "pong" => object(payload).map(|_| Self::Pong),
            "subscribe" => {
                let payload = payload.filter(Value::is_object);
                let payload = payload.ok_or(invalid("subscribe needs a payload"))?;
                let parameters = serde_json::from_value(payload)
                    .map_err(|_| invalid("the payload of subscribe is not a request"))?;
                Ok(Self::Subscribe {
                    id: operation_id(id)?,
                    parameters,
                })
            }
            "complete" => Ok(Self::Complete {
                id: operation_id(id)?,
            }),
            _ => Err(invalid("unknown type of message")),
        }
    }
}

impl Init {
    fn parse(payload: Map<String, Value>) -> Result<Self, Close> {
        let mut init = Self::default();
        for (name, value) in payload {
            match (name.as_str(), value) {
                ("token", Value::String(token)) => init.token = Some(token.into()),
                ("deviceId", Value::String(device)) => {
                    let device = device
                        .parse()
                        .map_err(|_| Close::invalid("deviceId is not a UUID"))?;
                    init.device = Some(device);
                }
                ("token" | "deviceId", Value::Null) => {}
                ("token" | "deviceId", _) => {
                    return Err(Close::invalid("token and deviceId are strings"));
                }
                // Other clients may say more of themselves.
                _ => {}
            }
        }
        Ok(init)
    }
}

fn object(payload: Option<Value>) -> Result<Map<String, Value>, Close> {
    match payload {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(_) => Err(Close::invalid("a payload is an object")),
    }
}

fn operation_id(id: Option<String>) -> Result<String, Close> {
    id.filter(|id| (1..=LONGEST_ID).contains(&id.len()))
        .ok_or(Close::invalid("an id has 1 to 128 bytes"))
}

pub(super) const ACK: Utf8Bytes = Utf8Bytes::from_static(r#"{"type":"connection_ack"}"#);
pub(super) const PING: Utf8Bytes = Utf8Bytes::from_static(r#"{"type":"ping"}"#);
pub(super) const PONG: Utf8Bytes = Utf8Bytes::from_static(r#"{"type":"pong"}"#);

/// A result; `payload` is spliced in as it was rendered for everybody.
pub(super) fn next(id: &str, payload: &[u8]) -> Utf8Bytes {
    message("next", id, payload)
}

/// The end of an operation that failed; `errors` is a JSON array.
pub(super) fn error(id: &str, errors: &[u8]) -> Utf8Bytes {
    message("error", id, errors)
}

/// The end of an operation.
pub(super) fn complete(id: &str) -> Utf8Bytes {
    format!(r#"{{"id":{},"type":"complete"}}"#, quoted(id)).into()
}

fn message(kind: &str, id: &str, payload: &[u8]) -> Utf8Bytes {
    let head = format!(r#"{{"id":{},"type":"{kind}","payload":"#, quoted(id));
    let mut text = Vec::with_capacity(head.len() + payload.len() + 1);
    text.extend_from_slice(head.as_bytes());
    text.extend_from_slice(payload);
    text.push(b'}');
    // Every part is JSON, and thus UTF-8.
    Utf8Bytes::try_from(bytes::Bytes::from(text)).unwrap_or_default()
}

fn quoted(id: &str) -> Value {
    Value::String(id.to_owned())
}
