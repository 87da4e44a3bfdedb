//! A file that the installation keeps for sending: a sticker, a price list.

use sea_orm::entity::prelude::*;

use crate::upload::UploadKind;
use crate::{LibraryItemId, PersonId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "library_item")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LibraryItemId,
    /// What users call it.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The name as searches compare it.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// As what it is sent.
    pub kind: UploadKind,
    /// Type by its own bytes.
    #[sea_orm(column_type = "Text")]
    pub content_type: String,
    /// The name that customers see, of a document.
    #[sea_orm(column_type = "Text", nullable)]
    pub file_name: Option<String>,
    /// Size.
    pub bytes: i64,
    /// Digest, hexadecimal.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// Where the store keeps it; equal for equal files.
    #[sea_orm(column_type = "Text")]
    pub storage_key: String,
    /// Of an image, in pixels.
    pub width: Option<i32>,
    /// Of an image, in pixels.
    pub height: Option<i32>,
    /// Who added it.
    pub added_by: Option<PersonId>,
    /// When.
    pub created_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
