//! What happened, in order; the cursor of every consumer and client points here.

use sea_orm::entity::prelude::*;

use crate::UnixMillis;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    /// Assigned in commit order, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// At.
    pub at: UnixMillis,
    /// Tag of the event, for operators.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Event.
    #[sea_orm(column_type = "JsonBinary")]
    pub event: Json,
    /// Who may be told.
    #[sea_orm(column_type = "JsonBinary")]
    pub audience: Json,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
