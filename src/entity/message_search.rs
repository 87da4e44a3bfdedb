//! The words of a message, in the form in which they are searched.

use sea_orm::entity::prelude::*;

use crate::{ConversationId, MessageId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message_search")]
pub struct Model {
    /// Conversation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub conversation_id: ConversationId,
    /// The message's place in the thread.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sent_at: UnixMillis,
    /// Message.
    #[sea_orm(primary_key, auto_increment = false)]
    pub message_id: MessageId,
    /// Without case, accents and line breaks.
    #[sea_orm(column_type = "Text")]
    pub words: String,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
