//! An emoji on a message; at most one per message and author.

use sea_orm::entity::prelude::*;

use crate::{MessageId, PersonId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reaction")]
pub struct Model {
    /// Message.
    #[sea_orm(primary_key, auto_increment = false)]
    pub message_id: MessageId,
    /// `customer`, or the id of a person.
    #[sea_orm(primary_key, auto_increment = false)]
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// None = removed; kept so that a late older reaction cannot return.
    #[sea_orm(column_type = "Text", nullable)]
    pub emoji: Option<String>,
    /// Person.
    pub person_id: Option<PersonId>,
    /// Reacted at.
    pub reacted_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
