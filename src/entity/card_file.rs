//! The file of a card of a template message.

use sea_orm::entity::prelude::*;

use crate::{MessageId, UploadId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "card_file")]
pub struct Model {
    /// Message.
    #[sea_orm(primary_key, auto_increment = false)]
    pub message_id: MessageId,
    /// The upload that the message's parameters name; its own row may be gone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub upload_id: UploadId,
    /// Type by its own bytes.
    #[sea_orm(column_type = "Text")]
    pub content_type: String,
    /// Size, in bytes.
    pub bytes: i64,
    /// Digest, hexadecimal.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// Where the store keeps it.
    #[sea_orm(column_type = "Text")]
    pub storage_key: String,
    /// Of an image, in pixels.
    pub width: Option<i32>,
    /// Of an image, in pixels.
    pub height: Option<i32>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
