//! Writing to a customer, or between users.

use entity::{ConversationId, MessageId};
use uuid::Uuid;

use super::MessageView;
use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;

/// A message to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendMessage {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Made once by the author's device: the same key again is the same message.
    pub client_key: Uuid,
    /// 1 to 4,096 characters after trimming.
    pub text: String,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// Visible to users only; never leaves the desk (L-081).
    pub internal: bool,
}

impl Desk {
    /// Writes a message: durable, shown and queued when this returns.
    pub async fn send_message(
        &self,
        actor: &Actor,
        _message: SendMessage,
    ) -> Result<(MessageView, ConversationView), DeskError> {
        actor.require_server()?;
        Err(DeskError::NotFound("conversation"))
    }
}
