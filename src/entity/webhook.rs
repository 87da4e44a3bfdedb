//! A body that Meta posted, kept as it came.

use sea_orm::entity::prelude::*;

use crate::UnixMillis;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook")]
pub struct Model {
    /// Order of arrival.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// Received at.
    pub received_at: UnixMillis,
    /// Which app secret signed it.
    #[sea_orm(column_type = "Text")]
    pub secret_fingerprint: String,
    /// Body.
    pub body: Vec<u8>,
    /// Processed at.
    pub processed_at: Option<UnixMillis>,
    /// Items.
    pub items: Option<i32>,
    /// Quarantined.
    pub quarantined: Option<i32>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
