//! A piece of a webhook that could not be understood or applied; a person can see and replay it.

use sea_orm::entity::prelude::*;

use crate::{QuarantinedItemId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quarantined_item")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuarantinedItemId,
    /// Webhook seq.
    pub webhook_seq: i64,
    /// Where in the body it stood.
    #[sea_orm(column_type = "Text")]
    pub path: String,
    /// Reason.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Raw.
    #[sea_orm(column_type = "Text")]
    pub raw: String,
    /// When the row was made.
    pub created_at: UnixMillis,
    /// Replayed at.
    pub replayed_at: Option<UnixMillis>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
