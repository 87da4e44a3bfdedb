//! What a message says, for every type that is known (Cloud API reference, section 4).

mod read;

pub(super) use read::read;

use crate::identifiers::{Bsuid, WaId, Wamid};
use crate::webhook::identity::Identity;

/// The content of a message. Text is kept as the customer wrote it: mark-up, emoji and direction
/// marks included.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A text.
    Text {
        /// Up to 4,096 characters by the rules, longer in practice.
        body: String,
    },
    /// A file.
    Media(Media),
    /// A place.
    Location(Location),
    /// Contact cards.
    Contacts(Vec<ContactCard>),
    /// A tap on a reply button.
    ButtonReply {
        /// The id that the business gave the button.
        id: Option<String>,
        /// What the customer saw.
        title: Option<String>,
    },
    /// A choice from a list.
    ListReply {
        /// The id that the business gave the row.
        id: Option<String>,
        /// What the customer saw.
        title: Option<String>,
        /// The smaller text below the title.
        description: Option<String>,
    },
    /// A completed form.
    FlowReply {
        /// `flow`, `address_message`, …
        name: Option<String>,
        /// The text shown in the chat.
        body: Option<String>,
        /// The answers: JSON inside a text, possibly broken.
        response_json: Option<String>,
    },
    /// An answer to a request to call.
    CallPermissionReply {
        /// Whether calls are allowed; `None` if the answer is not understood.
        accepted: Option<bool>,
        /// Whether the permission has no end.
        permanent: bool,
        /// When it ends, in Unix milliseconds.
        expires_at: Option<i64>,
    },
    /// A tap on a template's quick-reply button.
    TemplateButton {
        /// What the business attached to the button.
        payload: Option<String>,
        /// What the customer saw.
        text: Option<String>,
    },
    /// A cart.
    Order(Order),
    /// A reaction to a message; it replaces the same person's earlier one.
    Reaction {
        /// The message reacted to.
        message_id: Wamid,
        /// `None` removes the reaction.
        emoji: Option<String>,
    },
    /// A new version of an earlier message.
    Edit {
        /// The message that was edited.
        original_message_id: Wamid,
        /// The new version.
        content: Box<Content>,
    },
    /// An earlier message was withdrawn.
    Revoke {
        /// The message that was withdrawn.
        original_message_id: Wamid,
    },
    /// A report about the customer, not a word of theirs: it opens no window.
    System(SystemEvent),
    /// The customer opened the chat for the first time.
    RequestWelcome,
    /// Something that the Cloud API cannot carry.
    Unsupported {
        /// What it was, such as `poll_creation`, if Meta tells.
        kind: Option<String>,
    },
    /// A type or a shape that this version does not know.
    Unknown {
        /// The `type`, with the inner one after a slash; empty if there was none.
        kind: String,
    },
}

/// A file that came with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// What kind of file.
    pub kind: MediaKind,
    /// The id to fetch it by, for seven days. `None` if Meta could not take it (see the errors).
    pub id: Option<String>,
    /// An address that is good for five minutes.
    pub url: Option<String>,
    /// With its parameters, as in `audio/ogg; codecs=opus`.
    pub mime_type: Option<String>,
    /// Digest of the file, in base64 or hexadecimal.
    pub sha256: Option<String>,
    /// The text below it.
    pub caption: Option<String>,
    /// Chosen by the sender: not to be trusted.
    pub filename: Option<String>,
    /// How it plays.
    pub playback: Playback,
}

/// What distinguishes files of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Playback {
    /// An ordinary file.
    #[default]
    Plain,
    /// Audio recorded in the chat.
    VoiceNote,
    /// A sticker that moves.
    Animated,
}

/// The kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A voice note or an audio file.
    Audio,
    /// Any other file.
    Document,
    /// A sticker.
    Sticker,
}

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Only of a chosen place.
    pub name: Option<String>,
    /// Only of a chosen place.
    pub address: Option<String>,
    /// Only of a chosen place.
    pub url: Option<String>,
}

/// A contact card that was shared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactCard {
    /// The name to show.
    pub formatted_name: Option<String>,
    /// Its telephone numbers.
    pub phones: Vec<ContactPhone>,
    /// Its mail addresses.
    pub emails: Vec<ContactEmail>,
    /// Where the person works.
    pub company: Option<String>,
    /// What they are there.
    pub job_title: Option<String>,
    /// As written by the sender.
    pub birthday: Option<String>,
    /// Web addresses.
    pub urls: Vec<String>,
    /// Postal addresses, each in one line.
    pub addresses: Vec<String>,
    /// The card in the vCard format.
    pub vcard: Option<String>,
    /// `contact_request` when it answers a request for the customer's own number.
    pub origin: Option<String>,
}

/// A number on a contact card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactPhone {
    /// As written.
    pub phone: Option<String>,
    /// Set when the number is on WhatsApp.
    pub wa_id: Option<WaId>,
    /// Set when the person has a user id.
    pub bsuid: Option<Bsuid>,
    /// `MOBILE`, `WORK`, …
    pub kind: Option<String>,
}

/// A mail address on a contact card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactEmail {
    /// The address.
    pub email: Option<String>,
    /// `WORK`, `HOME`, …
    pub kind: Option<String>,
}

/// A cart sent from a catalogue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    /// The catalogue.
    pub catalog_id: Option<String>,
    /// What the customer wrote with it.
    pub text: Option<String>,
    /// What is in it.
    pub items: Vec<OrderItem>,
}

/// A line of a cart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderItem {
    /// The seller's own id of the product.
    pub product_retailer_id: Option<String>,
    /// How many.
    pub quantity: Option<f64>,
    /// What the customer's app believed the price to be: never trust it.
    pub item_price: Option<f64>,
    /// ISO 4217.
    pub currency: Option<String>,
}

/// What WhatsApp reports about a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemEvent {
    /// What happened.
    pub kind: SystemKind,
    /// Meta's sentence about it.
    pub body: Option<String>,
    /// The identifiers from now on, to be linked to the same customer.
    pub current: Identity,
    /// The user ids until now; the number until now is the message's sender.
    pub previous: Identity,
}

/// The kinds of system messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SystemKind {
    /// The number changed, and with it the user id.
    UserChangedNumber,
    /// The user id changed, and no number may be shared.
    UserChangedUserId,
    /// The customer's keys changed: a new device, or another person.
    CustomerIdentityChanged,
    /// A kind that this version does not know.
    Other(String),
}

impl SystemEvent {
    /// The sender, also when `from` is missing: then the customer is known by what they were.
    pub(super) fn completed_sender(&self, mut sender: Identity) -> Identity {
        let known = &self.previous;
        sender.bsuid = sender.bsuid.or_else(|| known.bsuid.clone());
        sender.parent_bsuid = sender.parent_bsuid.or_else(|| known.parent_bsuid.clone());
        if sender.is_anonymous() {
            self.current.clone()
        } else {
            sender
        }
    }
}
