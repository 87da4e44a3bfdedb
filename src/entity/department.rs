//! A group of agents that tickets are routed to.

use sea_orm::entity::prelude::*;

use crate::{DepartmentId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "department")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DepartmentId,
    /// Unique.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// When the row was made.
    pub created_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
