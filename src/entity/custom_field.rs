//! What a company wants to know of its customers beyond their name.

use sea_orm::entity::prelude::*;

use crate::{CustomFieldId, UnixMillis};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum CustomFieldKind {
    /// A line of text.
    #[sea_orm(string_value = "text")]
    Text,
    /// A picture (L-076).
    #[sea_orm(string_value = "picture")]
    Picture,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "custom_field")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CustomFieldId,
    /// What is typed between braces; unique, and never changed, since stored texts hold it.
    #[sea_orm(column_type = "Text", unique)]
    pub key: String,
    /// What people read.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// What it holds.
    pub kind: CustomFieldKind,
    /// When the row was made.
    pub created_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
