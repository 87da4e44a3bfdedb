//! A reply that waits for the customer to write, because the customer service window is closed.

use sea_orm::entity::prelude::*;

use crate::{ConversationId, HeldReplyId, MessageId, PersonId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "held_reply")]
pub struct Model {
    /// Sorts by the order in which they were written.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HeldReplyId,
    /// Conversation.
    pub conversation_id: ConversationId,
    /// Author; none for programs.
    pub author_id: Option<PersonId>,
    /// Made by the author's device; the message that it becomes bears the same.
    pub client_key: Uuid,
    /// What it says.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// The message that it answers.
    pub reply_to_id: Option<MessageId>,
    /// Whether it leaves by itself when the customer writes.
    pub sends_itself: bool,
    /// Created at.
    pub created_at: UnixMillis,
    /// Changed at.
    pub changed_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
