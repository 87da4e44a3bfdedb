//! What a message says, for every type that is known (Cloud API reference, section 4).

use serde_json::Value;

use crate::identifiers::{Bsuid, WaId, Wamid};
use crate::lenient::Fields;
use crate::webhook::identity::{Identity, wa_id};

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

/// Reads the content of a message by its `type`. What does not have the shape of its type is
/// [`Content::Unknown`]: the message is shown as a placeholder rather than lost.
pub(super) fn read(message: Fields<'_>) -> Content {
    let kind = message.text("type").unwrap_or_default();
    let known = match kind.as_str() {
        "text" => text(message.object("text")),
        "image" => media(MediaKind::Image, message.get("image")),
        "video" => media(MediaKind::Video, message.get("video")),
        "audio" | "voice" => media(MediaKind::Audio, message.get(&kind)),
        "document" => media(MediaKind::Document, message.get("document")),
        "sticker" => media(MediaKind::Sticker, message.get("sticker")),
        "location" => location(message.object("location")),
        "contacts" => contacts(message),
        "interactive" => interactive(message.object("interactive")),
        "button" => template_button(message.get("button")),
        "order" => order(message.get("order")),
        "reaction" => reaction(message.object("reaction")),
        "edit" => edit(message.object("edit")),
        "revoke" => revoke(message.object("revoke")),
        "system" => system(message),
        "request_welcome" => Some(Content::RequestWelcome),
        "unsupported" | "unknown" => Some(Content::Unsupported {
            kind: message.object("unsupported").text("type"),
        }),
        "media_placeholder" => Some(Content::Unsupported {
            kind: Some(kind.clone()),
        }),
        _ => None,
    };
    known.unwrap_or_else(|| Content::Unknown {
        kind: full_kind(message, kind),
    })
}

fn full_kind(message: Fields<'_>, kind: String) -> String {
    match message.object(&kind).text("type") {
        Some(inner) => format!("{kind}/{inner}"),
        None => kind,
    }
}

fn text(text: Fields<'_>) -> Option<Content> {
    Some(Content::Text {
        body: text.text("body")?,
    })
}

fn media(kind: MediaKind, value: Option<&Value>) -> Option<Content> {
    let fields = Fields::of(value.filter(|value| value.is_object())?);
    let playback = if fields.flag("voice") == Some(true) {
        Playback::VoiceNote
    } else if fields.flag("animated") == Some(true) {
        Playback::Animated
    } else {
        Playback::Plain
    };
    Some(Content::Media(Media {
        kind,
        id: fields.text("id"),
        url: fields.text("url"),
        mime_type: fields.text("mime_type"),
        sha256: fields.text("sha256"),
        caption: fields.text("caption"),
        filename: fields.text("filename"),
        playback,
    }))
}

fn location(fields: Fields<'_>) -> Option<Content> {
    Some(Content::Location(Location {
        latitude: fields.number("latitude")?,
        longitude: fields.number("longitude")?,
        name: fields.text("name"),
        address: fields.text("address"),
        url: fields.text("url"),
    }))
}

fn contacts(message: Fields<'_>) -> Option<Content> {
    let origin = message.text("origin");
    let cards: Vec<_> = message
        .array("contacts")
        .iter()
        .map(|card| contact_card(Fields::of(card), origin.as_ref()))
        .collect();
    (!cards.is_empty()).then_some(Content::Contacts(cards))
}

fn contact_card(card: Fields<'_>, origin: Option<&String>) -> ContactCard {
    let phones = card
        .array("phones")
        .iter()
        .map(Fields::of)
        .map(|phone| ContactPhone {
            phone: phone.text("phone"),
            wa_id: phone.text("wa_id").as_deref().and_then(wa_id),
            bsuid: phone.identifier("user_id"),
            kind: phone.text("type"),
        });
    let emails = card
        .array("emails")
        .iter()
        .map(Fields::of)
        .map(|email| ContactEmail {
            email: email.text("email"),
            kind: email.text("type"),
        });
    let organisation = card.object("org");
    ContactCard {
        formatted_name: card_name(card.object("name")),
        phones: phones.collect(),
        emails: emails.collect(),
        company: organisation.text("company"),
        job_title: organisation.text("title"),
        birthday: card.text("birthday"),
        urls: card
            .array("urls")
            .iter()
            .filter_map(|url| Fields::of(url).text("url"))
            .collect(),
        addresses: card
            .array("addresses")
            .iter()
            .map(Fields::of)
            .map(address_line)
            .collect(),
        vcard: card.text("vcard"),
        origin: card.text("origin").or_else(|| origin.cloned()),
    }
}

fn card_name(name: Fields<'_>) -> Option<String> {
    name.text("formatted_name")
        .or_else(|| joined(name, &["first_name", "last_name"], " "))
}

fn address_line(address: Fields<'_>) -> String {
    joined(
        address,
        &["street", "city", "state", "zip", "country"],
        ", ",
    )
    .unwrap_or_default()
}

fn joined(fields: Fields<'_>, names: &[&str], separator: &str) -> Option<String> {
    let parts: Vec<_> = names.iter().filter_map(|name| fields.text(name)).collect();
    (!parts.is_empty()).then(|| parts.join(separator))
}

fn interactive(fields: Fields<'_>) -> Option<Content> {
    let kind = fields.text("type")?;
    let reply = Fields::of(fields.get(&kind).filter(|value| value.is_object())?);
    match kind.as_str() {
        "button_reply" => Some(Content::ButtonReply {
            id: reply.text("id"),
            title: reply.text("title"),
        }),
        "list_reply" => Some(Content::ListReply {
            id: reply.text("id"),
            title: reply.text("title"),
            description: reply.text("description"),
        }),
        "nfm_reply" => Some(Content::FlowReply {
            name: reply.text("name"),
            body: reply.text("body"),
            response_json: reply.text("response_json"),
        }),
        "call_permission_reply" => Some(Content::CallPermissionReply {
            accepted: reply
                .text("response")
                .and_then(|response| match response.as_str() {
                    "accept" => Some(true),
                    "reject" => Some(false),
                    _ => None,
                }),
            permanent: reply.flag("is_permanent") == Some(true),
            expires_at: reply.milliseconds("expiration_timestamp"),
        }),
        _ => None,
    }
}

fn template_button(value: Option<&Value>) -> Option<Content> {
    let fields = Fields::of(value.filter(|value| value.is_object())?);
    Some(Content::TemplateButton {
        payload: fields.text("payload"),
        text: fields.text("text"),
    })
}

fn order(value: Option<&Value>) -> Option<Content> {
    let fields = Fields::of(value.filter(|value| value.is_object())?);
    let items = fields
        .array("product_items")
        .iter()
        .map(Fields::of)
        .map(|item| OrderItem {
            product_retailer_id: item.text("product_retailer_id"),
            quantity: item.number("quantity"),
            item_price: item.number("item_price"),
            currency: item.text("currency"),
        });
    Some(Content::Order(Order {
        catalog_id: fields.text("catalog_id"),
        text: fields.text("text"),
        items: items.collect(),
    }))
}

fn reaction(fields: Fields<'_>) -> Option<Content> {
    Some(Content::Reaction {
        message_id: fields.identifier("message_id")?,
        emoji: fields.text("emoji"),
    })
}

fn edit(fields: Fields<'_>) -> Option<Content> {
    Some(Content::Edit {
        original_message_id: fields.identifier("original_message_id")?,
        content: Box::new(read(fields.object("message"))),
    })
}

fn revoke(fields: Fields<'_>) -> Option<Content> {
    Some(Content::Revoke {
        original_message_id: fields.identifier("original_message_id")?,
    })
}

fn system(message: Fields<'_>) -> Option<Content> {
    message.get("system")?.as_object()?;
    let fields = message.object("system");
    let kind = match fields.text("type").unwrap_or_default().as_str() {
        "user_changed_number" => SystemKind::UserChangedNumber,
        "user_changed_user_id" => SystemKind::UserChangedUserId,
        "customer_identity_changed" => SystemKind::CustomerIdentityChanged,
        other => SystemKind::Other(other.to_owned()),
    };
    let new_number = if fields.get("wa_id").is_some() {
        "wa_id"
    } else {
        "new_wa_id"
    };
    Some(Content::System(SystemEvent {
        kind,
        body: fields.text("body"),
        current: Identity::read(fields, new_number, "user_id", "parent_user_id"),
        previous: Identity::read(
            fields,
            "customer",
            "previous_user_id",
            "previous_parent_user_id",
        ),
    }))
}
