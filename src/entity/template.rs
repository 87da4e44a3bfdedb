//! A message template of a business account, as Meta lists it.

use sea_orm::entity::prelude::*;

use crate::{TemplateId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "template")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TemplateId,
    /// Meta's id of the business account.
    #[sea_orm(column_type = "Text")]
    pub waba_id: String,
    /// Meta's id of the template; unique within the account.
    #[sea_orm(column_type = "Text")]
    pub meta_id: String,
    /// Name; several languages share it.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// With an underscore.
    #[sea_orm(column_type = "Text")]
    pub language: String,
    /// In Meta's capitals.
    #[sea_orm(column_type = "Text")]
    pub category: String,
    /// The category that Meta is going to move it to.
    #[sea_orm(column_type = "Text", nullable)]
    pub coming_category: Option<String>,
    /// In Meta's capitals.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Why it is not approved, in Meta's word.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// In Meta's capitals.
    #[sea_orm(column_type = "Text")]
    pub quality: String,
    /// Its structure, as the room of templates writes it.
    #[sea_orm(column_type = "JsonBinary")]
    pub definition: Json,
    /// When Meta listed it no longer: hidden from the picker, kept for what it was sent as.
    pub removed_at: Option<UnixMillis>,
    /// When the row last changed.
    pub updated_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
