//! A customer.

use sea_orm::entity::prelude::*;

use crate::{ContactId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactId,
    /// Chosen by the customer on WhatsApp; untrusted.
    #[sea_orm(column_type = "Text", nullable)]
    pub profile_name: Option<String>,
    /// Given by an agent; wins over the profile name (L-107).
    #[sea_orm(column_type = "Text", nullable)]
    pub edited_name: Option<String>,
    /// When the row was made.
    pub created_at: UnixMillis,
    /// When the row last changed.
    pub updated_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
