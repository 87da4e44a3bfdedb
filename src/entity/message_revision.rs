//! What a message said before it was edited or revoked.

use sea_orm::entity::prelude::*;

use crate::{MessageId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "message_revision")]
pub struct Model {
    /// Message.
    #[sea_orm(primary_key, auto_increment = false)]
    pub message_id: MessageId,
    /// Replaced at.
    #[sea_orm(primary_key, auto_increment = false)]
    pub replaced_at: UnixMillis,
    /// Content.
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    /// Text.
    #[sea_orm(column_type = "Text", nullable)]
    pub text: Option<String>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
