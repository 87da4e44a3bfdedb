//! What became of a message that the business sent (Cloud API reference, section 5).

use serde_json::Value;

use crate::WireError;
use crate::identifiers::Wamid;
use crate::lenient::Fields;
use crate::webhook::contacts::Contacts;
use crate::webhook::identity::Identity;
use crate::webhook::message::OrMalformed;

/// One step in the life of an outgoing message. Steps repeat, overtake each other and skip.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// The message.
    pub id: Wamid,
    /// What became of it.
    pub status: DeliveryStatus,
    /// When, in Unix milliseconds (whole seconds); `None` if it was missing or unreadable.
    pub timestamp: Option<i64>,
    /// Whom it reached or failed to reach. May be anonymous; in groups, the participant.
    pub recipient: Identity,
    /// Set for messages to groups.
    pub group_id: Option<String>,
    /// What the sender of the message attached to it: the desk's own id of the message. It finds
    /// the message even when the answer to the send call was lost.
    pub callback_data: Option<String>,
    /// What it costs.
    pub pricing: Option<Pricing>,
    /// Meta's notion of a conversation. Not the customer service window.
    pub conversation: Option<ConversationInfo>,
    /// Why it failed.
    pub errors: Vec<WireError>,
}

/// The steps; their order is sent, delivered, read, played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// It left Meta's servers: one tick.
    Sent,
    /// It is on the customer's device: two ticks.
    Delivered,
    /// It was shown in the open chat: two blue ticks.
    Read,
    /// A voice note was heard for the first time.
    Played,
    /// It was not sent or not delivered.
    Failed,
    /// The customer deleted it (old).
    Deleted,
    /// A step that this version does not know: to be kept and otherwise ignored.
    Other(String),
}

/// What a message costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pricing {
    /// `regular` is charged; `free_customer_service` and `free_entry_point` are not.
    pub kind: Option<String>,
    /// `utility`, `marketing`, `service`, …
    pub category: Option<String>,
    /// To be withdrawn by Meta: prefer [`Pricing::kind`].
    pub billable: Option<bool>,
    /// `PMP` (per message) or `CBP` (per conversation, until July 2025).
    pub model: Option<String>,
}

/// Meta's conversation, for free entry points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConversationInfo {
    /// Its id.
    pub id: Option<String>,
    /// What it began with, such as `referral_conversion`.
    pub origin: Option<String>,
    /// When it ends, in Unix milliseconds.
    pub expires_at: Option<i64>,
}

impl DeliveryStatus {
    fn of(text: String) -> Self {
        match text.as_str() {
            "sent" => Self::Sent,
            "delivered" => Self::Delivered,
            "read" => Self::Read,
            "played" => Self::Played,
            "failed" => Self::Failed,
            "deleted" => Self::Deleted,
            _ => Self::Other(text),
        }
    }

    /// Meta's word for it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
            Self::Failed => "failed",
            Self::Deleted => "deleted",
            Self::Other(text) => text,
        }
    }
}

pub(super) fn read(value: &Value, contacts: &Contacts) -> OrMalformed<Status> {
    let fields = Fields::of(value);
    let id = fields
        .identifier("id")
        .ok_or("the status names no message")?;
    let status = fields
        .text("status")
        .ok_or("the status does not say what happened")?;
    let group_id = (fields.text("recipient_type").as_deref() == Some("group"))
        .then(|| fields.text("recipient_id"))
        .flatten();
    let recipient = if group_id.is_some() {
        participant(fields)
    } else {
        recipient(fields)
    };
    Ok(Status {
        id,
        status: DeliveryStatus::of(status),
        timestamp: fields.milliseconds("timestamp"),
        recipient: recipient.completed_from(contacts),
        group_id,
        callback_data: fields.text("biz_opaque_callback_data"),
        pricing: read_pricing(fields),
        conversation: read_conversation(fields),
        errors: WireError::read_all(fields.get("errors")),
    })
}

/// Meta's pages spell the parent's field in three ways.
fn recipient(fields: Fields<'_>) -> Identity {
    let parent = [
        "parent_recipient_user_id",
        "recipient_parent_user_id",
        "parent_user_id",
    ]
    .into_iter()
    .find(|name| fields.get(name).is_some())
    .unwrap_or("parent_recipient_user_id");
    Identity::read(fields, "recipient_id", "recipient_user_id", parent)
}

fn participant(fields: Fields<'_>) -> Identity {
    Identity::read(
        fields,
        "recipient_participant_id",
        "recipient_participant_user_id",
        "recipient_participant_parent_user_id",
    )
}

fn read_pricing(fields: Fields<'_>) -> Option<Pricing> {
    fields.get("pricing")?.as_object()?;
    let pricing = fields.object("pricing");
    Some(Pricing {
        kind: pricing.text("type"),
        category: pricing.text("category"),
        billable: pricing.flag("billable"),
        model: pricing.text("pricing_model"),
    })
}

fn read_conversation(fields: Fields<'_>) -> Option<ConversationInfo> {
    fields.get("conversation")?.as_object()?;
    let conversation = fields.object("conversation");
    Some(ConversationInfo {
        id: conversation.text("id"),
        origin: conversation.object("origin").text("type"),
        expires_at: conversation.milliseconds("expiration_timestamp"),
    })
}
