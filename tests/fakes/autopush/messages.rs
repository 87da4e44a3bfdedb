//! The words of the protocol.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What browsers say.
#[derive(Deserialize)]
#[serde(tag = "messageType", rename_all = "snake_case")]
pub(super) enum ClientMessage {
    /// The first word, with the name that the service once gave.
    Hello { uaid: Option<String> },
    /// A subscription is wanted.
    Register {
        #[serde(rename = "channelID")]
        channel_id: String,
        key: Option<String>,
    },
    /// A subscription is no longer wanted.
    Unregister {
        #[serde(rename = "channelID")]
        channel_id: String,
    },
    /// Notifications were shown, or could not be opened: either way they need not be repeated.
    Ack { updates: Vec<Update> },
    /// A notification made the page's handler fail.
    Nack { version: String },
    /// Mozilla's own broadcasts, of which this service has none.
    BroadcastSubscribe {},
}

#[derive(Deserialize)]
pub(super) struct Update {
    pub(super) version: String,
}

/// A message for a page, kept until the browser acknowledges it.
#[derive(Clone, Serialize)]
pub(super) struct Notification {
    #[serde(rename = "messageType")]
    message_type: &'static str,
    #[serde(rename = "channelID")]
    pub(super) channel_id: String,
    pub(super) version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<Value>,
}

impl Notification {
    pub(super) fn new(channel_id: String, version: String, body: &[u8]) -> Self {
        let sealed = !body.is_empty();
        Self {
            message_type: "notification",
            channel_id,
            version,
            data: sealed.then(|| URL_SAFE_NO_PAD.encode(body)),
            headers: sealed.then(|| json!({ "encoding": "aes128gcm" })),
        }
    }
}

pub(super) fn hello(uaid: &str) -> Value {
    json!({
        "messageType": "hello", "uaid": uaid, "status": 200, "use_webpush": true, "broadcasts": {},
    })
}

pub(super) fn registered(channel_id: &str, endpoint: &str) -> Value {
    json!({
        "messageType": "register", "channelID": channel_id, "status": 200,
        "pushEndpoint": endpoint,
    })
}

pub(super) fn unregistered(channel_id: &str) -> Value {
    json!({ "messageType": "unregister", "channelID": channel_id, "status": 200 })
}
