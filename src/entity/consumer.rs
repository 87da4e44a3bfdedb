//! Where each consumer of the journal stands, and which node acts for it.

use sea_orm::entity::prelude::*;

use crate::UnixMillis;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "consumer")]
pub struct Model {
    /// Name.
    #[sea_orm(primary_key, auto_increment = false)]
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Sequence number.
    pub seq: i64,
    /// Owner.
    #[sea_orm(column_type = "Text", nullable)]
    pub owner: Option<String>,
    /// Lease until.
    pub lease_until: Option<UnixMillis>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
