//! The judge's book: every call that the client made, and every webhook that it was given. "Sent once" means exactly
//! one call of kind `message` in here.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::journal::{Entry, Journal};

/// What a call was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallKind {
    /// `POST /{phone-number-id}/messages` with a message.
    Message,
    /// The same path with `status: read`, without typing indicator.
    ReadMark,
    /// A read mark with a typing indicator.
    Typing,
    /// `POST /{phone-number-id}/media`.
    MediaUpload,
    /// The bytes of a file.
    MediaDownload,
    /// `GET /{waba}/message_templates`.
    Templates,
    /// Everything else.
    Other,
}

/// A call of the client to the Graph API.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Call {
    /// Counts up from 1, in order of arrival.
    pub number: u64,
    /// When it came, in milliseconds since the Unix epoch by the sandbox's clock.
    pub at_ms: i64,
    /// `GET`, `POST` …
    pub method: String,
    /// With the query.
    pub path: String,
    /// What it was for.
    pub kind: CallKind,
    /// JSON as it came; of other bodies the type and the size.
    pub body: Value,
    /// The fault that a plan made of the answer.
    pub fault: Option<String>,
    /// Whether Meta's side acted on it, whatever answer the client got: false until it did, when it refused, and when
    /// a fault stood before it.
    pub took_effect: bool,
    /// The HTTP status that was answered; `None` while the call runs, or when the answer was withheld.
    pub status: Option<u16>,
    /// JSON of the answer.
    pub answer: Value,
}

impl Entry for Call {
    fn number(&self) -> u64 {
        self.number
    }
}

/// Which calls are meant; what is absent matches all.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CallQuery {
    /// What the calls were for.
    pub kind: Option<CallKind>,
    /// A part of the path.
    pub path: Option<String>,
    /// `to` or `recipient` of the body, exactly.
    pub to: Option<String>,
    /// `type` of the message.
    #[serde(rename = "type")]
    pub message_type: Option<String>,
    /// Only calls after this number.
    pub after: Option<u64>,
    /// Only those that were answered (`true`), or were not (`false`). A call counts from its arrival.
    pub answered: Option<bool>,
}

impl CallQuery {
    /// All calls of one kind.
    pub fn of(kind: CallKind) -> Self {
        Self {
            kind: Some(kind),
            ..Self::default()
        }
    }

    /// All sent messages.
    pub fn messages() -> Self {
        Self::of(CallKind::Message)
    }

    /// Only those to this recipient, as the body names it.
    #[must_use]
    pub fn to(mut self, recipient: impl Into<String>) -> Self {
        self.to = Some(recipient.into());
        self
    }

    /// Only those that were answered.
    #[must_use]
    pub const fn answered(mut self) -> Self {
        self.answered = Some(true);
        self
    }

    pub(crate) fn matches(&self, call: &Call) -> bool {
        let names = |key: &str, wanted: &str| call.body[key].as_str() == Some(wanted);
        self.kind.is_none_or(|kind| kind == call.kind)
            && self
                .path
                .as_ref()
                .is_none_or(|path| call.path.contains(path))
            && self
                .to
                .as_ref()
                .is_none_or(|to| names("to", to) || names("recipient", to))
            && self
                .message_type
                .as_ref()
                .is_none_or(|kind| names("type", kind))
            && self.after.is_none_or(|after| call.number > after)
            && self
                .answered
                .is_none_or(|answered| answered == call.status.is_some())
    }
}

/// A webhook that was given to the client, with every attempt.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Delivery {
    /// Counts up from 1, in order of first attempts.
    pub number: u64,
    /// When it was made, by the sandbox's clock.
    pub at_ms: i64,
    /// Where it went.
    pub url: String,
    /// The very text that was signed and sent.
    pub body: String,
    /// `X-Hub-Signature-256`.
    pub signature: String,
    /// Each try, in order.
    pub attempts: Vec<Attempt>,
}

impl Entry for Delivery {
    fn number(&self) -> u64 {
        self.number
    }
}

impl Delivery {
    /// Whether the endpoint answered 200 at least once.
    pub fn succeeded(&self) -> bool {
        self.attempts
            .iter()
            .any(|attempt| attempt.status == Some(200))
    }
}

/// One try to deliver a webhook.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attempt {
    /// When it began, by the sandbox's clock.
    pub at_ms: i64,
    /// The HTTP status; `None` without an answer.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// Until the answer or the failure, in microseconds of real time.
    pub took_us: u64,
}

/// Which deliveries are meant; what is absent matches all.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DeliveryQuery {
    /// A part of the body's text.
    pub contains: Option<String>,
    /// Only those that were answered with 200 (`true`), or were not (`false`).
    pub succeeded: Option<bool>,
    /// Only deliveries after this number.
    pub after: Option<u64>,
}

impl DeliveryQuery {
    /// Deliveries whose body contains this text.
    pub fn containing(text: impl Into<String>) -> Self {
        Self {
            contains: Some(text.into()),
            ..Self::default()
        }
    }

    /// Deliveries that were answered with 200.
    pub fn succeeded() -> Self {
        Self {
            succeeded: Some(true),
            ..Self::default()
        }
    }

    pub(crate) fn matches(&self, delivery: &Delivery) -> bool {
        self.contains
            .as_ref()
            .is_none_or(|text| delivery.body.contains(text))
            && self
                .succeeded
                .is_none_or(|wanted| delivery.succeeded() == wanted)
            && self.after.is_none_or(|after| delivery.number > after)
    }
}

/// Both books.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) calls: Journal<Call>,
    pub(crate) deliveries: Journal<Delivery>,
}

impl Ledger {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            calls: Journal::new(limit),
            deliveries: Journal::new(limit),
        }
    }

    pub(crate) fn clear(&self) {
        self.calls.clear();
        self.deliveries.clear();
    }
}
