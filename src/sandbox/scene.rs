//! What scripts make customers do, as values: the same types serve the HTTP surface and the typed handle.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::world::MediaFile;

/// A script asked for something that the sandbox does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SceneError {
    /// No such number; the value is what was asked for.
    #[error("no number with the id '{0}' is registered")]
    UnknownNumber(String),
    /// No number was named, and not exactly one is registered.
    #[error("name the number: not exactly one is registered")]
    NumberNotNamed,
    /// No such customer; the value is what was asked for.
    #[error("no customer '{0}' exists")]
    UnknownCustomer(String),
    /// No such message; the value is what was asked for.
    #[error("no message '{0}' exists")]
    UnknownMessage(String),
    /// No such file; the value is what was asked for.
    #[error("no file with the id '{0}' exists")]
    UnknownMedia(String),
    /// No such template; the value is what was asked for.
    #[error("no template '{0}' exists")]
    UnknownTemplate(String),
    /// No such webhook delivery.
    #[error("no delivery {0} exists")]
    UnknownDelivery(u64),
    /// The number has no webhook address, or its account is not subscribed.
    #[error("the number has no webhook address, or its account is not subscribed")]
    NoWebhook,
}

/// A customer sends something to a number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Say {
    /// The number's id; may be left out when exactly one is registered.
    #[serde(default)]
    pub number: Option<String>,
    /// What is sent.
    #[serde(flatten)]
    pub content: Content,
    /// The wamid that is answered.
    #[serde(default)]
    pub reply_to: Option<String>,
    /// Forwarded from another chat.
    #[serde(default)]
    pub forwarded: bool,
    /// Milliseconds since the Unix epoch; absent = now by the sandbox's clock.
    #[serde(default)]
    pub at_ms: Option<i64>,
    /// Further keys of the message, such as `referral` or `group_id`; they win over the sandbox's.
    #[serde(default)]
    pub extra: Map<String, Value>,
}

impl Say {
    /// This content, now, as an ordinary message.
    pub fn new(content: Content) -> Self {
        Self {
            number: None,
            content,
            reply_to: None,
            forwarded: false,
            at_ms: None,
            extra: Map::new(),
        }
    }

    /// A text.
    pub fn text(body: impl Into<String>) -> Self {
        Self::new(Content::Text { body: body.into() })
    }

    /// To this number.
    #[must_use]
    pub fn to_number(mut self, phone_number_id: impl Into<String>) -> Self {
        self.number = Some(phone_number_id.into());
        self
    }

    /// As an answer to this wamid.
    #[must_use]
    pub fn replying_to(mut self, wamid: impl Into<String>) -> Self {
        self.reply_to = Some(wamid.into());
        self
    }

    /// At this instant, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn at_ms(mut self, instant: i64) -> Self {
        self.at_ms = Some(instant);
        self
    }
}

/// Everything that section 4 of Meta's reference knows. Files may be left out: the sandbox then makes one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields carry the names of Meta's wire format")]
pub enum Content {
    /// A text.
    Text { body: String },
    /// A picture.
    Image {
        #[serde(default)]
        file: Option<MediaFile>,
        #[serde(default)]
        caption: Option<String>,
    },
    /// A film.
    Video {
        #[serde(default)]
        file: Option<MediaFile>,
        #[serde(default)]
        caption: Option<String>,
    },
    /// A voice note, or with `voice: false` an audio file.
    Audio {
        #[serde(default)]
        file: Option<MediaFile>,
        #[serde(default = "yes")]
        voice: bool,
    },
    /// Any file.
    Document {
        #[serde(default)]
        file: Option<MediaFile>,
        #[serde(default)]
        filename: Option<String>,
        #[serde(default)]
        caption: Option<String>,
    },
    /// A sticker.
    Sticker {
        #[serde(default)]
        file: Option<MediaFile>,
        #[serde(default)]
        animated: bool,
    },
    /// A place.
    Location {
        latitude: f64,
        longitude: f64,
        #[serde(default)]
        name: Option<String>,
        #[serde(default)]
        address: Option<String>,
    },
    /// Contact cards, as Meta writes them.
    Contacts { contacts: Vec<Value> },
    /// A tap on a reply button.
    ButtonReply { id: String, title: String },
    /// A choice from a list.
    ListReply {
        id: String,
        title: String,
        #[serde(default)]
        description: Option<String>,
    },
    /// A completed Flow; `response_json` is JSON as text.
    FlowReply { response_json: String },
    /// A tap on a template's quick-reply button.
    Button { text: String, payload: String },
    /// A cart.
    Order {
        catalog_id: String,
        product_items: Vec<Value>,
        #[serde(default)]
        text: Option<String>,
    },
    /// An emoji under a message; without `emoji` it is taken away.
    Reaction {
        message_id: String,
        #[serde(default)]
        emoji: Option<String>,
    },
    /// Something that the API cannot carry; `kind` as `poll_creation`.
    Unsupported {
        #[serde(default)]
        kind: Option<String>,
        #[serde(default)]
        code: Option<u32>,
    },
    /// A corrected text (numbers in coexistence).
    Edit {
        original_message_id: String,
        body: String,
    },
    /// A message taken back (numbers in coexistence).
    Revoke { original_message_id: String },
    /// The customer has a new number; later messages come from it.
    ChangeNumber { new_wa_id: String },
    /// The user opened the chat for the first time.
    RequestWelcome,
    /// Media that Meta could not fetch: `errors` in place of a file.
    BrokenMedia {
        kind: String,
        #[serde(default)]
        code: Option<u32>,
    },
    /// Anything: the keys of the message beside id, sender and time stamp, `type` included.
    Raw { message: Map<String, Value> },
}

fn yes() -> bool {
    true
}

/// An event of another kind than a message: echoes, history, calls, template and account updates.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Happening {
    /// The number's id; may be left out when exactly one is registered.
    #[serde(default)]
    pub number: Option<String>,
    /// The webhook field, as `message_template_status_update`.
    pub field: String,
    /// `value`; `messaging_product` and `metadata` are added where the field has them and they are missing.
    pub value: Value,
}

/// A status of a business message, made by a script.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StatusEvent {
    /// The business message; an unknown id needs `customer`.
    pub wamid: String,
    /// What happened.
    pub status: crate::world::DeliveryStatus,
    /// Meta's code, with `failed`.
    #[serde(default)]
    pub code: Option<u32>,
    /// `error_data.details`.
    #[serde(default)]
    pub details: Option<String>,
    /// Milliseconds since the Unix epoch; absent = now.
    #[serde(default)]
    pub at_ms: Option<i64>,
    /// For ids that the sandbox does not know.
    #[serde(default)]
    pub customer: Option<String>,
    /// For ids that the sandbox does not know.
    #[serde(default)]
    pub number: Option<String>,
    /// `biz_opaque_callback_data` for ids that the sandbox does not know.
    #[serde(default)]
    pub callback_data: Option<String>,
}

/// A body that no honest Meta would send, or that it would sign wrongly (faults F8, F25, F26).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RawWebhook {
    /// The number's id; may be left out when exactly one is registered.
    #[serde(default)]
    pub number: Option<String>,
    /// The text that is sent and signed as it is.
    pub body: String,
    /// Sent in place of the right `X-Hub-Signature-256`.
    #[serde(default)]
    pub signature: Option<String>,
}

/// What the description of a file claims, against the truth (fault F27).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MediaLie {
    /// `file_size`, in bytes.
    pub claimed_size: Option<u64>,
    /// `sha256`, as the description writes it: hex.
    pub claimed_sha256: Option<String>,
}
