//! What is known of a contact under a custom field: a text, or a picture.

use sea_orm::entity::prelude::*;

use crate::{ContactId, ContactValueId, CustomFieldId, UnixMillis};

/// A row. One per contact and field.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_value")]
pub struct Model {
    /// Id; another one after each change, so that the address of a picture always shows the same.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactValueId,
    /// Of whom.
    pub contact_id: ContactId,
    /// What it says.
    pub field_id: CustomFieldId,
    /// Of a field of text.
    #[sea_orm(column_type = "Text", nullable)]
    pub text: Option<String>,
    /// Of a picture: its type by its own bytes.
    #[sea_orm(column_type = "Text", nullable)]
    pub content_type: Option<String>,
    /// Of a picture: its size.
    pub bytes: Option<i64>,
    /// Of a picture: its digest, hexadecimal.
    #[sea_orm(column_type = "Text", nullable)]
    pub sha256: Option<String>,
    /// Of a picture: where the store keeps it; equal for equal files.
    #[sea_orm(column_type = "Text", nullable)]
    pub storage_key: Option<String>,
    /// Of a picture, in pixels.
    pub width: Option<i32>,
    /// Of a picture, in pixels.
    pub height: Option<i32>,
    /// When it was written down.
    pub created_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
