//! An emoji on a message; at most one per message and author.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{MessageId, PersonId, UnixMillis};

/// How far a reaction of the business has come.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum ReactionState {
    /// On its way.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// Meta has taken it.
    #[sea_orm(string_value = "sent")]
    Sent,
    /// The customer does not see it; see the failure.
    #[sea_orm(string_value = "failed")]
    Failed,
}

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reaction")]
pub struct Model {
    /// Message.
    #[sea_orm(primary_key, auto_increment = false)]
    pub message_id: MessageId,
    /// `customer` or `business`: `WhatsApp` shows one reaction of each.
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
    /// How far it has come; none for what was made on somebody's phone.
    pub state: Option<ReactionState>,
    /// What the customer sees while this one has not been taken, or has failed.
    #[sea_orm(column_type = "Text", nullable)]
    pub before: Option<String>,
    /// Why it failed.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub failure: Option<Json>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
