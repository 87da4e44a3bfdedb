//! What there is to send.

use entity::{ChannelId, ConversationId, MessageId, OutboxId, UnixMillis};
use serde::{Deserialize, Serialize};

use crate::message::MessageView;

/// What there is to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum OutboundTask {
    /// A message.
    Message,
    /// Tell the customer that their message, and all before it, were read.
    MarkRead {
        /// Their message.
        wamid: String,
    },
    /// Show the customer that somebody writes; marks as read too.
    Typing {
        /// Their newest message.
        wamid: String,
    },
    /// Put an emoji on a message, or take it away.
    React {
        /// The message.
        message_id: MessageId,
        /// Meta's id of it.
        wamid: String,
        /// None takes it away.
        emoji: Option<String>,
        /// Tells this reaction from later ones on the same message.
        reacted_at: UnixMillis,
    },
}

/// One thing to send now; to be settled by its id.
#[derive(Clone, Debug, PartialEq)]
pub struct Outbound {
    /// Which.
    pub id: OutboxId,
    /// What to do.
    pub task: OutboundTask,
    /// From which number.
    pub channel_id: ChannelId,
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// For [`OutboundTask::Message`].
    pub message: Option<MessageView>,
    /// To whom.
    pub to: Recipient,
    /// The message that it answers.
    pub reply_to_wamid: Option<String>,
    /// Earlier attempts.
    pub attempts: i32,
}

/// How Meta knows the recipient. The number wins where both are known: writing to it keeps it
/// appearing in webhooks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipient {
    /// Phone number in digits.
    pub wa_id: Option<String>,
    /// Business-scoped user id.
    pub bsuid: Option<String>,
}
