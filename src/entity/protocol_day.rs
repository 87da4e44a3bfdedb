//! How many tickets were opened on a day.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "protocol_day")]
pub struct Model {
    /// As YYYYMMDD, UTC.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i32,
    /// Last.
    pub last: i32,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
