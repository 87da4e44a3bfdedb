//! What intake understood of a webhook, in the desk's words: plain values without Meta's JSON.

use entity::{ChannelId, MessageId, UnixMillis};
use serde::{Deserialize, Serialize};

use crate::contact::CustomerIdentity;
use crate::message::{Content, FailureRecord};
use crate::template::TemplateChange;

/// One thing that Meta told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "inbound", rename_all = "snake_case")]
pub enum Inbound {
    /// A customer wrote.
    Message(InboundMessage),
    /// A message of ours came further, or failed.
    Status(StatusReport),
    /// A reaction of ours came further, or failed.
    ReactionStatus(ReactionReport),
    /// Somebody reacted to a message.
    Reaction(Reaction),
    /// A message says something else now.
    Edit(Edit),
    /// A message was withdrawn.
    Revoke(Revoke),
    /// A customer's identifiers changed.
    IdentityChanged(IdentityChanged),
    /// The business wrote in the `WhatsApp` Business app; the identity is the customer's.
    Echo(InboundMessage),
    /// A message from before the desk knew the number.
    History(HistoryMessage),
    /// A call.
    Call(Call),
    /// Meta decided something about a template.
    Template(TemplateChange),
    /// Something about the account, a number or a template: kept where administrators see it.
    Notice(Notice),
}

impl Inbound {
    /// What somebody wrote, where somebody did.
    pub(crate) const fn content(&self) -> Option<&Content> {
        match self {
            Self::Message(message) | Self::Echo(message) => Some(&message.content),
            Self::History(history) => Some(&history.message.content),
            Self::Edit(edit) => Some(&edit.content),
            Self::Status(_)
            | Self::Reaction(_)
            | Self::Revoke(_)
            | Self::IdentityChanged(_)
            | Self::ReactionStatus(_)
            | Self::Template(_)
            | Self::Call(_)
            | Self::Notice(_) => None,
        }
    }
}

/// A message with one customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InboundMessage {
    /// On which number.
    pub channel_id: ChannelId,
    /// With which customer.
    pub identity: CustomerIdentity,
    /// Meta's id.
    pub wamid: String,
    /// Meta's time stamp.
    pub sent_at: UnixMillis,
    /// What it says.
    pub content: Content,
    /// The message that it answers.
    pub reply_to_wamid: Option<String>,
    /// Forwarded.
    pub forwarded: bool,
    /// Whether it opens the customer service window (Cloud API reference, section 11).
    pub opens_window: bool,
}

/// A message from before the desk knew the number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryMessage {
    /// The message.
    pub message: InboundMessage,
    /// Who wrote it.
    pub writer: Writer,
    /// How far it had come, when the business wrote it.
    pub status: Option<ReportedStatus>,
}

/// Who wrote or reacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Writer {
    /// The customer.
    Customer,
    /// The business, in the `WhatsApp` Business app.
    PhoneApp,
}

/// A rung that Meta reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportedStatus {
    /// Left Meta's servers.
    Sent,
    /// Not sent or not delivered.
    Failed,
    /// On the customer's device.
    Delivered,
    /// Shown in the open chat.
    Read,
    /// The voice note was played.
    Played,
}

/// A message of ours came further, or failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatusReport {
    /// On which number.
    pub channel_id: ChannelId,
    /// Meta's id of the message.
    pub wamid: String,
    /// The rung.
    pub status: ReportedStatus,
    /// Meta's time stamp.
    pub at: UnixMillis,
    /// Our id of the message, which travelled in `biz_opaque_callback_data`.
    pub our_message_id: Option<MessageId>,
    /// Why it failed.
    pub failure: Option<FailureRecord>,
    /// What Meta charges, as it came.
    pub pricing: Option<serde_json::Value>,
    /// To whom.
    pub recipient: CustomerIdentity,
}

/// A reaction of ours came further, or failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReactionReport {
    /// On which number.
    pub channel_id: ChannelId,
    /// The message that was reacted to.
    pub message_id: MessageId,
    /// Which reaction to it.
    pub reacted_at: UnixMillis,
    /// The rung.
    pub status: ReportedStatus,
    /// Why it failed.
    pub failure: Option<FailureRecord>,
}

/// Somebody reacted to a message. It is no answer: it opens nothing, stops nothing (L-069).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reaction {
    /// On which number.
    pub channel_id: ChannelId,
    /// The customer.
    pub identity: CustomerIdentity,
    /// Who reacted.
    pub writer: Writer,
    /// The message reacted to.
    pub wamid_of_target: String,
    /// None removes the reaction.
    pub emoji: Option<String>,
    /// Meta's time stamp.
    pub at: UnixMillis,
}

/// A message says something else now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// On which number.
    pub channel_id: ChannelId,
    /// The message.
    pub original_wamid: String,
    /// What it says now.
    pub content: Content,
    /// Meta's time stamp.
    pub at: UnixMillis,
}

/// A message was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoke {
    /// On which number.
    pub channel_id: ChannelId,
    /// The message.
    pub original_wamid: String,
    /// Meta's time stamp.
    pub at: UnixMillis,
}

/// A customer's identifiers changed. It is not a message: it opens no window, counts nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityChanged {
    /// On which number.
    pub channel_id: ChannelId,
    /// Who the customer was.
    pub old: CustomerIdentity,
    /// Who the customer is now.
    pub new: CustomerIdentity,
    /// Meta's id of the report.
    pub wamid: String,
    /// Meta's time stamp.
    pub at: UnixMillis,
    /// Meta's sentence about it.
    pub note: Option<String>,
    /// Whether the number or user id changed; else only the report is shown.
    pub changes_identity: bool,
}

/// A call with a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// On which number.
    pub channel_id: ChannelId,
    /// The customer.
    pub identity: CustomerIdentity,
    /// Meta's id of the call; several webhooks may tell of one call.
    pub call_id: String,
    /// Meta's time stamp.
    pub at: UnixMillis,
    /// How it ended, in Meta's word.
    pub status: String,
    /// How long it took.
    pub duration_seconds: Option<u32>,
    /// Who called, in Meta's word.
    pub direction: String,
    /// Who called. A customer's call opens the window.
    pub writer: Writer,
}

/// Something about the account, a number or a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// About which number, when it is about one.
    pub channel_id: Option<ChannelId>,
    /// Meta's word for it, such as `account_update`.
    pub kind: String,
    /// One line for administrators.
    pub summary: String,
}
