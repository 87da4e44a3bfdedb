//! What the device is told: one JSON document that is at once a Declarative Web Push message, which
//! an iPhone can show without waking our service worker, and our own.

mod fit;

use std::fmt;

use serde::Serialize;
use thiserror::Error;

/// The marker by which a browser knows a declarative message (the number of the Web Push RFC).
const DECLARATIVE: u16 = 8030;
/// Push services guarantee 4,096 bytes of ciphertext; this leaves room for padding and relays.
const LARGEST: usize = 2_700;
/// What a payload weighs at most, unless its addresses alone are longer: small ones arrive sooner.
const AIM: usize = 1_000;
const TITLE_ROOM: usize = 120;
const BODY_ROOM: usize = 480;
const MINIMAL_BODY_ROOM: usize = 60;

/// A notification for one device, before it is cut to size.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Notification {
    /// Who is calling: the contact's name.
    pub title: String,
    /// What is told. Cut between graphemes when it is too long.
    pub body: String,
    /// The language of title and body, as BCP 47 has it: `pt-BR`.
    pub language: String,
    /// Notifications of the same tag replace one another: `c:` and the conversation.
    pub tag: String,
    /// Where a tap leads, as an absolute URL.
    pub navigate: String,
    /// The number on the app's icon.
    pub badge: u32,
    /// What our own service worker needs beyond.
    pub data: NotificationData,
}

/// The part of the payload that only our service worker reads. Ids are text, as in the API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotificationData {
    /// Names this push, so that a repeated one is recognised.
    pub push_id: String,
    /// The conversation to open.
    pub conversation_id: Option<String>,
    /// The message told of.
    pub message_id: Option<String>,
    /// The place of the event in the journal.
    pub sequence: Option<i64>,
    /// How many unread messages of the conversation the notification stands for.
    pub message_count: u32,
    /// Conversations read elsewhere and up to where, so that stale notifications are closed. The
    /// first ones matter most: as many are sent as fit.
    pub read: Vec<(String, i64)>,
}

/// The documents to encrypt.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload {
    full: Vec<u8>,
    minimal: Vec<u8>,
}

/// Why no payload could be made.
#[derive(Debug, Error)]
pub enum PayloadError {
    /// The parts that cannot be cut (ids, address) exceed the limit by themselves.
    #[error("the payload needs {0} bytes and may have {LARGEST}")]
    TooLarge(usize),
    /// It could not be written.
    #[error("the payload could not be written: {0}")]
    Json(#[from] serde_json::Error),
}

impl Payload {
    /// Writes the notification, cutting what is too long to be read on a lock screen.
    pub fn new(notification: &Notification) -> Result<Self, PayloadError> {
        Ok(Self {
            full: fit::full(notification)?,
            minimal: fit::minimal(notification)?,
        })
    }

    /// The JSON to send, at most 2,700 bytes.
    pub fn full(&self) -> &[u8] {
        &self.full
    }

    /// The JSON to send where the other was too large: who is calling, hardly more.
    pub fn minimal(&self) -> &[u8] {
        &self.minimal
    }
}

// Names and message text stay out of logs.
impl fmt::Debug for Notification {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Notification")
            .field("tag", &self.tag)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Payload")
            .field("bytes", &self.full.len())
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Document<'a> {
    web_push: u16,
    /// Lets the service worker change what is shown.
    mutable: bool,
    /// The W3C text has the badge here, Safari's first versions below: it is sent in both places.
    app_badge: u32,
    notification: Declared<'a>,
    x: Own<'a>,
}

#[derive(Serialize)]
struct Declared<'a> {
    title: &'a str,
    body: &'a str,
    lang: &'a str,
    dir: &'a str,
    tag: &'a str,
    navigate: &'a str,
    app_badge: String,
}

#[derive(Serialize)]
struct Own<'a> {
    p: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    c: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    m: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<i64>,
    n: u32,
    badge: u32,
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    read: serde_json::Map<String, serde_json::Value>,
}

#[cfg(test)]
mod tests;
