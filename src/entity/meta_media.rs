//! Meta's id of a file that was uploaded to it.

use sea_orm::entity::prelude::*;

use crate::{ChannelId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "meta_media")]
pub struct Model {
    /// From which number it can be sent.
    #[sea_orm(primary_key, auto_increment = false)]
    pub channel_id: ChannelId,
    /// Digest of the file, hexadecimal.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub sha256: String,
    /// The type that it was uploaded under.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub content_type: String,
    /// Meta's id.
    #[sea_orm(column_type = "Text")]
    pub meta_media_id: String,
    /// When Meta forgets it.
    pub expires_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
