//! A held reply, as other rooms see it.

use entity::held_reply::Model;
use entity::{ConversationId, HeldReplyId, MessageId, PersonId, UnixMillis};
use uuid::Uuid;

/// A reply that waits for the customer to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldReplyView {
    /// Which.
    pub id: HeldReplyId,
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Who wrote it; none for programs.
    pub author_id: Option<PersonId>,
    /// Made by the author's device; the message that it becomes bears the same.
    pub client_key: Uuid,
    /// What it says.
    pub text: String,
    /// The message that it answers.
    pub reply_to_id: Option<MessageId>,
    /// Whether it leaves by itself when the customer writes.
    pub sends_itself: bool,
    /// When it was written.
    pub created_at: UnixMillis,
}

impl From<Model> for HeldReplyView {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            conversation_id: row.conversation_id,
            author_id: row.author_id,
            client_key: row.client_key,
            text: row.text,
            reply_to_id: row.reply_to_id,
            sends_itself: row.sends_itself,
            created_at: row.created_at,
        }
    }
}
