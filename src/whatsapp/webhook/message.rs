//! Messages: from customers, from the business's phone, from the past.

use serde_json::Value;

use crate::WireError;
use crate::identifiers::Wamid;
use crate::lenient::Fields;
use crate::webhook::contacts::Contacts;
use crate::webhook::content::{self, Content};
use crate::webhook::identity::{Identity, digits};

/// A message from a customer, or a system message about one.
#[derive(Clone, Debug, PartialEq)]
pub struct InboundMessage {
    /// Meta's id, unique per business number.
    pub id: Wamid,
    /// Who wrote it.
    pub sender: Identity,
    /// When, by Meta's clock, in Unix milliseconds (whole seconds). `None` when it was missing
    /// or unreadable: use the time of arrival.
    pub timestamp: Option<i64>,
    /// Set when it was written in a group and not to the business alone.
    pub group_id: Option<String>,
    /// What it answers or forwards.
    pub context: Option<Context>,
    /// The advertisement that it came from.
    pub referral: Option<Referral>,
    /// What it says.
    pub content: Content,
    /// Why its content could not be carried, in Meta's words.
    pub errors: Vec<WireError>,
}

/// A message that the business sent from the WhatsApp Business app.
#[derive(Clone, Debug, PartialEq)]
pub struct EchoMessage {
    /// Meta's id.
    pub id: Wamid,
    /// The customer it was sent to.
    pub recipient: Identity,
    /// Unix milliseconds, as in [`InboundMessage::timestamp`].
    pub timestamp: Option<i64>,
    /// Set when it was sent to a group.
    pub group_id: Option<String>,
    /// What it answers or forwards.
    pub context: Option<Context>,
    /// What it says.
    pub content: Content,
    /// Why its content could not be carried.
    pub errors: Vec<WireError>,
}

/// A message from before the number was connected. It opens no window and notifies nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryMessage {
    /// Meta's id.
    pub id: Wamid,
    /// The customer of the thread.
    pub customer: Identity,
    /// Who wrote it.
    pub sender: Sender,
    /// Unix milliseconds by the device's clock.
    pub timestamp: Option<i64>,
    /// What it answers or forwards.
    pub context: Option<Context>,
    /// What it says.
    pub content: Content,
    /// `DELIVERED`, `ERROR`, `PENDING`, `PLAYED`, `READ` or `SENT`.
    pub status: Option<String>,
    /// Which part of the history it came in.
    pub chunk: HistoryChunk,
    /// Why its content could not be carried.
    pub errors: Vec<WireError>,
}

/// The side that wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The customer.
    Customer,
    /// The business.
    Business,
}

/// The place of a chunk in the history; chunks come in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HistoryChunk {
    /// 0 is the last day, 1 reaches to day 90, 2 to day 180.
    pub phase: Option<u32>,
    /// The chunk's number within its phase.
    pub order: Option<u32>,
    /// 0 to 100.
    pub progress: Option<u32>,
}

/// What a message refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The message that is quoted or answered. It may be unknown here.
    pub quoted_id: Option<Wamid>,
    /// Who wrote the quoted message, as Meta gives it.
    pub quoted_from: Option<String>,
    /// Whether it was forwarded; such a message comes alone, without its former chat (Z-32).
    pub forwarding: Option<Forwarding>,
    /// The product it was asked from.
    pub referred_product: Option<ReferredProduct>,
}

/// How often a message was forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forwarding {
    /// Up to five times.
    Forwarded,
    /// More often.
    Frequently,
}

/// A product of a catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferredProduct {
    /// The catalogue.
    pub catalog_id: Option<String>,
    /// The seller's own id of the product.
    pub product_retailer_id: Option<String>,
}

/// The advertisement or post that a chat began with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Referral {
    /// Address of the advertisement.
    pub source_url: Option<String>,
    /// Its id.
    pub source_id: Option<String>,
    /// `ad` or `post`, so far.
    pub source_type: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// Its text.
    pub body: Option<String>,
    /// `image` or `video`.
    pub media_type: Option<String>,
    /// Address of its picture or video; it expires.
    pub media_url: Option<String>,
    /// Address of a video's preview; it expires.
    pub thumbnail_url: Option<String>,
    /// The click's id, for measuring conversions.
    pub click_id: Option<String>,
    /// The greeting that the customer saw.
    pub welcome_text: Option<String>,
}

/// What the parsers of messages return for an item that lacks its essentials.
pub(super) type OrMalformed<T> = Result<T, String>;

pub(super) fn read_inbound(value: &Value, contacts: &Contacts) -> OrMalformed<InboundMessage> {
    let fields = Fields::of(value);
    let id = message_id(fields)?;
    let content = content::read(fields);
    let sender = Identity::read(fields, "from", "from_user_id", "from_parent_user_id")
        .completed_from(contacts);
    let sender = match &content {
        Content::System(event) => event.completed_sender(sender),
        _ => sender,
    };
    if sender.is_anonymous() {
        return Err("the message names no sender".to_owned());
    }
    Ok(InboundMessage {
        id,
        sender,
        timestamp: fields.milliseconds("timestamp"),
        group_id: fields.text("group_id"),
        context: read_context(fields),
        referral: read_referral(fields),
        content,
        errors: WireError::read_all(fields.get("errors")),
    })
}

pub(super) fn read_echo(value: &Value, contacts: &Contacts) -> OrMalformed<EchoMessage> {
    let fields = Fields::of(value);
    let id = message_id(fields)?;
    let recipient =
        Identity::read(fields, "to", "to_user_id", "to_parent_user_id").completed_from(contacts);
    let group_id = fields.text("group_id");
    if recipient.is_anonymous() && group_id.is_none() {
        return Err("the echo names no recipient".to_owned());
    }
    Ok(EchoMessage {
        id,
        recipient,
        timestamp: fields.milliseconds("timestamp"),
        group_id,
        context: read_context(fields),
        content: content::read(fields),
        errors: WireError::read_all(fields.get("errors")),
    })
}

/// Reads a message of a thread. `business` is the number that the history belongs to.
pub(super) fn read_history(
    value: &Value,
    thread: &Identity,
    business: Option<&str>,
    chunk: HistoryChunk,
) -> OrMalformed<HistoryMessage> {
    let fields = Fields::of(value);
    let from = Identity::read(fields, "from", "from_user_id", "from_parent_user_id");
    let sender = sender_of(&from, thread, business);
    let customer = match sender {
        Sender::Customer if thread.is_anonymous() => from,
        Sender::Business if thread.is_anonymous() => {
            Identity::read(fields, "to", "to_user_id", "to_parent_user_id")
        }
        _ => thread.clone(),
    };
    if customer.is_anonymous() {
        return Err("the message from the history names no customer".to_owned());
    }
    Ok(HistoryMessage {
        id: message_id(fields)?,
        customer,
        sender,
        timestamp: fields.milliseconds("timestamp"),
        context: read_context(fields),
        content: content::read(fields),
        status: fields.object("history_context").text("status"),
        chunk,
        errors: WireError::read_all(fields.get("errors")),
    })
}

fn sender_of(from: &Identity, thread: &Identity, business: Option<&str>) -> Sender {
    let by_number = match (&from.wa_id, business) {
        (Some(from), Some(business)) => Some(from.as_str() == digits(business)),
        _ => None,
    };
    let is_business = by_number.unwrap_or_else(|| {
        from.wa_id.is_some() && thread.wa_id.is_some() && from.wa_id != thread.wa_id
    });
    if is_business {
        Sender::Business
    } else {
        Sender::Customer
    }
}

fn message_id(fields: Fields<'_>) -> OrMalformed<Wamid> {
    let Some(Value::String(id)) = fields.get("id") else {
        return Err("the message has no id".to_owned());
    };
    Wamid::new(id.as_str()).map_err(|reason| format!("the message's id cannot be used: {reason}"))
}

pub(super) fn read_context(fields: Fields<'_>) -> Option<Context> {
    fields.get("context")?.as_object()?;
    let context = fields.object("context");
    let product = context.get("referred_product").map(|_| {
        let product = context.object("referred_product");
        ReferredProduct {
            catalog_id: product.text("catalog_id"),
            product_retailer_id: product.text("product_retailer_id"),
        }
    });
    Some(Context {
        quoted_id: context.identifier("id"),
        quoted_from: context.text("from"),
        forwarding: forwarding(context),
        referred_product: product,
    })
}

fn forwarding(context: Fields<'_>) -> Option<Forwarding> {
    if context.flag("frequently_forwarded") == Some(true) {
        return Some(Forwarding::Frequently);
    }
    (context.flag("forwarded") == Some(true)).then_some(Forwarding::Forwarded)
}

fn read_referral(fields: Fields<'_>) -> Option<Referral> {
    fields.get("referral")?.as_object()?;
    let referral = fields.object("referral");
    Some(Referral {
        source_url: referral.text("source_url"),
        source_id: referral.text("source_id"),
        source_type: referral.text("source_type"),
        headline: referral.text("headline"),
        body: referral.text("body"),
        media_type: referral.text("media_type"),
        media_url: referral
            .text("image_url")
            .or_else(|| referral.text("video_url")),
        thumbnail_url: referral.text("thumbnail_url"),
        click_id: referral.text("ctwa_clid"),
        welcome_text: referral.object("welcome_message").text("text"),
    })
}
