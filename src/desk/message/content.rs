//! What a message says, as it is stored and as other rooms see it.

use entity::{DepartmentId, PersonId};
use serde::{Deserialize, Serialize};
use templates::Layout;
use templates::fill::Parameters;
use templates::standing::Category;

use super::{FailureRecord, Interactive};

/// What a message says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Content {
    /// A text.
    Text {
        /// As written, mark-up included.
        body: String,
        /// The advertisement that the customer came from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        referral: Option<Referral>,
    },
    /// A file.
    Media {
        /// What kind of file.
        kind: MediaKind,
        /// With its parameters.
        mime_type: String,
        /// The text below it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
        /// Chosen by the sender; untrusted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file_name: Option<String>,
        /// Recorded in the chat.
        #[serde(default)]
        voice: bool,
        /// A sticker that moves.
        #[serde(default)]
        animated: bool,
        /// Fetches the file from Meta for seven days; none if Meta could not take it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        meta_media_id: Option<String>,
        /// Digest of the file, as Meta wrote it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sha256: Option<String>,
    },
    /// A place.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// Of a chosen place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Of a chosen place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<String>,
    },
    /// Contact cards.
    Contacts {
        /// The cards.
        cards: Vec<ContactCard>,
    },
    /// Something to tap, offered to the customer.
    Interactive(Interactive),
    /// A tap on something that the business offered.
    InteractiveReply {
        /// What was tapped.
        kind: InteractiveReplyKind,
        /// What the customer saw.
        title: String,
        /// The smaller text below it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        /// What the business attached to it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        payload: Option<String>,
    },
    /// A cart.
    Order {
        /// What the customer wrote with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// What is in it.
        items: Vec<OrderItem>,
    },
    /// A template message.
    Template {
        /// Its name.
        name: String,
        /// Its language, as Meta writes it.
        language: String,
        /// Its text with the values filled in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<String>,
        /// What it was for when it was sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<Category>,
        /// Header, body, footer, buttons and cards as the customer sees them (L-087).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        layout: Option<Box<Layout>>,
        /// The values in the places where Meta wants them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parameters: Option<Box<Parameters>>,
    },
    /// Something that happened, shown in the thread.
    System {
        /// What.
        event: SystemEvent,
        /// Who did it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person_id: Option<PersonId>,
        /// To whom.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target_id: Option<PersonId>,
        /// To which department.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department_id: Option<DepartmentId>,
        /// A protocol number, or Meta's sentence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        details: Option<String>,
    },
    /// A call.
    Call {
        /// How it ended, in Meta's word.
        status: String,
        /// How long it took.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        duration_seconds: Option<u32>,
        /// Who called, in Meta's word.
        direction: String,
    },
    /// Something that cannot be shown.
    Unsupported {
        /// What it was, in Meta's word; empty when Meta does not tell.
        #[serde(rename = "what")]
        kind: String,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failure: Option<FailureRecord>,
    },
}

/// The advertisement or post that a customer came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Referral {
    /// Its headline.
    pub headline: Option<String>,
    /// Its text.
    pub body: Option<String>,
    /// Its address.
    pub source_url: Option<String>,
    /// `ad`, `post`, …
    pub source_type: Option<String>,
}

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A video.
    Video,
    /// Sound.
    Audio,
    /// Any other file.
    Document,
    /// A sticker.
    Sticker,
}

/// A contact card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactCard {
    /// Whose.
    pub name: String,
    /// The given name.
    pub first_name: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// Numbers, as written.
    pub phones: Vec<String>,
    /// The same numbers with what is known of them; empty on cards that were kept before that was.
    pub numbers: Vec<CardPhone>,
    /// Mail addresses.
    pub emails: Vec<String>,
    /// Where the person works.
    pub organization: Option<String>,
    /// In which part of it.
    pub department: Option<String>,
    /// What they are there.
    pub title: Option<String>,
    /// Postal addresses, each in one line.
    pub addresses: Vec<String>,
    /// Web addresses; untrusted.
    pub urls: Vec<String>,
    /// As written by the sender.
    pub birthday: Option<String>,
}

/// A number on a contact card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CardPhone {
    /// As written.
    pub phone: String,
    /// In digits, when the number is known to be on `WhatsApp`.
    pub wa_id: Option<String>,
    /// `CELL`, `WORK`, …
    pub kind: Option<String>,
}

impl CardPhone {
    /// A number of which no more is known.
    pub const fn typed(phone: String) -> Self {
        Self {
            phone,
            wa_id: None,
            kind: None,
        }
    }
}

/// What a customer tapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InteractiveReplyKind {
    /// A reply button.
    Button,
    /// A row of a list.
    List,
    /// A template's quick-reply button.
    TemplateButton,
    /// A form.
    Flow,
    /// The question whether calls are allowed.
    CallPermission,
}

/// A line of a cart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderItem {
    /// The seller's own id of the product.
    pub product_id: String,
    /// How many.
    pub quantity: f64,
    /// What the customer's app believed the price to be: never trust it.
    pub price: Option<f64>,
    /// ISO 4217; empty when not told.
    pub currency: String,
}

/// Something that happened, shown in the thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemEvent {
    /// A ticket was opened; `details` is its protocol number.
    TicketOpened,
    /// The ticket was closed; `details` is its protocol number.
    TicketClosed,
    /// Forwarded to an agent (L-145).
    AssignedToAgent,
    /// Forwarded to a department (L-149, L-154).
    AssignedToDepartment,
    /// An agent took it, by answering or by hand (L-146).
    Claimed,
    /// The agent works here no longer; it is for the department again, or for everybody.
    AgentLeft,
    /// The customer has a new number or user id.
    ContactChangedNumber,
    /// Anything else that Meta reports about a customer.
    Other,
}

impl Content {
    /// A text that no advertisement led to.
    pub fn text(body: impl Into<String>) -> Self {
        Self::Text {
            body: body.into(),
            referral: None,
        }
    }

    /// The tag under which it is stored, for queries.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Media { .. } => "media",
            Self::Location { .. } => "location",
            Self::Contacts { .. } => "contacts",
            Self::Interactive(_) => "interactive",
            Self::InteractiveReply { .. } => "interactive_reply",
            Self::Order { .. } => "order",
            Self::Template { .. } => "template",
            Self::System { .. } => "system",
            Self::Call { .. } => "call",
            Self::Unsupported { .. } => "unsupported",
        }
    }

    /// Whether it may leave only while the customer service window is open; templates may always (L-086).
    pub const fn needs_window(&self) -> bool {
        !matches!(self, Self::Template { .. })
    }

    /// What a preview shows in any language: the words that somebody wrote. None for what has none.
    pub fn preview(&self) -> Option<&str> {
        match self {
            Self::Text { body, .. } => Some(body),
            Self::Media { caption, .. } => caption.as_deref(),
            Self::Location { name, .. } => name.as_deref(),
            Self::Contacts { cards } => cards.first().map(|card| card.name.as_str()),
            Self::Interactive(message) => Some(&message.body),
            Self::InteractiveReply { title, .. } => Some(title),
            Self::Order { text, .. } => text.as_deref(),
            Self::Template { body, .. } => body.as_deref(),
            Self::System { details, .. } => details.as_deref(),
            Self::Call { .. } | Self::Unsupported { .. } => None,
        }
    }
}

impl Content {
    /// As the tables keep it.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        // Plain data with text keys always has a JSON form; non-finite numbers become null.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// From the tables; what a newer program wrote is shown as unsupported.
    pub(crate) fn from_json(value: serde_json::Value, kind: &str) -> Self {
        serde_json::from_value(value).unwrap_or_else(|_| Self::Unsupported {
            kind: kind.to_owned(),
            failure: None,
        })
    }
}
