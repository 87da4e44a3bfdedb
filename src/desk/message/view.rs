//! A message, as other rooms see it.

use entity::delivery::DeliveryState;
use entity::message::{Direction, Origin};
use entity::reaction::ReactionState;
use entity::{ChannelId, ConversationId, MessageId, PersonId, TicketId, UnixMillis, reaction};
use uuid::Uuid;

use super::{Content, FailureRecord};
use crate::page::ThreadCursor;

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageView {
    /// Which.
    pub id: MessageId,
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// On which number.
    pub channel_id: ChannelId,
    /// During which ticket.
    pub ticket_id: Option<TicketId>,
    /// Meta's id.
    pub wamid: Option<String>,
    /// Which way it goes.
    pub direction: Direction,
    /// Where it was written.
    pub origin: Origin,
    /// Who wrote it.
    pub author_id: Option<PersonId>,
    /// Idempotency key made by the author's device.
    pub client_key: Option<Uuid>,
    /// What it says.
    pub content: Content,
    /// What a preview shows.
    pub text: Option<String>,
    /// How far it has come; outbound only.
    pub delivery: Option<DeliveryView>,
    /// What it answers.
    pub reply_to: Option<QuotedView>,
    /// Emoji on it, oldest first.
    pub reactions: Vec<ReactionView>,
    /// Forwarded by the customer.
    pub forwarded: bool,
    /// Meta's time stamp for what came from Meta, ours for the rest.
    pub sent_at: UnixMillis,
    /// When the desk stored it.
    pub received_at: UnixMillis,
    /// When it was last edited.
    pub edited_at: Option<UnixMillis>,
    /// When it was revoked.
    pub revoked_at: Option<UnixMillis>,
    /// Grows with every change, delivery included.
    pub version: i64,
}

impl MessageView {
    /// Its place in the thread.
    pub const fn cursor(&self) -> ThreadCursor {
        ThreadCursor {
            at: self.sent_at,
            id: self.id,
        }
    }
}

/// How far an outbound message has come.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryView {
    /// The rung.
    pub state: DeliveryState,
    /// On disk since.
    pub queued_at: UnixMillis,
    /// When Meta's answer with the wamid arrived.
    pub accepted_at: Option<UnixMillis>,
    /// Left Meta's servers.
    pub sent_at: Option<UnixMillis>,
    /// On the customer's device.
    pub delivered_at: Option<UnixMillis>,
    /// Shown in the open chat.
    pub read_at: Option<UnixMillis>,
    /// The voice note was played.
    pub played_at: Option<UnixMillis>,
    /// Reported failed; the delivery may stand all the same.
    pub failed_at: Option<UnixMillis>,
    /// Why it failed, or why it waits.
    pub failure: Option<FailureRecord>,
    /// What Meta charges for it, as its status carried it.
    pub pricing: Option<serde_json::Value>,
    /// When Meta said that it holds the template message back.
    pub held_at: Option<UnixMillis>,
    /// How often it was tried.
    pub attempts: i32,
    /// A retry is planned.
    pub next_attempt_at: Option<UnixMillis>,
}

/// What a message answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedView {
    /// Meta's id of the original; none when it has not left yet.
    pub wamid: Option<String>,
    /// The original; none when it is not available.
    pub message_id: Option<MessageId>,
}

/// An emoji on a message.
#[derive(Clone, Debug, PartialEq)]
pub struct ReactionView {
    /// The emoji.
    pub emoji: String,
    /// Whose.
    pub author: ReactionAuthor,
    /// When.
    pub at: UnixMillis,
    /// How far it has come, when it was made on the desk.
    pub state: Option<ReactionState>,
    /// Why it failed.
    pub failure: Option<FailureRecord>,
}

/// Whose reaction it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReactionAuthor {
    /// The customer's.
    Customer,
    /// A person's of the desk.
    Person(PersonId),
    /// The business's, in the WhatsApp Business app.
    PhoneApp,
}

impl ReactionAuthor {
    /// The word under which the customer's reaction is stored.
    pub(crate) const CUSTOMER: &str = "customer";
    /// The word under which the business's is stored, whoever of it reacted: the customer sees one.
    pub(crate) const BUSINESS: &str = "business";

    pub(super) fn of(row: &reaction::Model) -> Self {
        match (row.person_id, row.author.as_str()) {
            (Some(person), _) => Self::Person(person),
            (None, Self::BUSINESS) => Self::PhoneApp,
            (None, _) => Self::Customer,
        }
    }
}
