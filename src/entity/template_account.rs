//! When a business account's templates were listed, and when they will be again.

use sea_orm::entity::prelude::*;

use crate::UnixMillis;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "template_account")]
pub struct Model {
    /// Meta's id of the business account.
    #[sea_orm(primary_key, auto_increment = false)]
    #[sea_orm(column_type = "Text")]
    pub waba_id: String,
    /// When to list them again.
    pub due_at: UnixMillis,
    /// When they were last listed whole.
    pub synced_at: Option<UnixMillis>,
    /// Failures since then.
    pub attempts: i32,
    /// Why the last attempt failed.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub failure: Option<Json>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
