//! A user of the desk, who serves; role and visibility on top.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{PersonId, UnixMillis};

/// What a person may do on top of serving.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Connects channels, manages people and settings.
    #[sea_orm(string_value = "administrator")]
    Administrator,
    /// Sees and moves every conversation.
    #[sea_orm(string_value = "supervisor")]
    Supervisor,
    /// Serves.
    #[sea_orm(string_value = "agent")]
    Agent,
}

/// Which conversations a person may see.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Every conversation.
    #[sea_orm(string_value = "everything")]
    Everything,
    /// Their own, those of their departments, and those that belong to no department.
    #[sea_orm(string_value = "departments")]
    Departments,
    /// Only those in which they are the agent.
    #[sea_orm(string_value = "own")]
    Own,
}

/// A row.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a row has a column for each thing that a person wants"
)]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    /// Lower case; unique.
    #[sea_orm(column_type = "Text")]
    pub email: String,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Role.
    pub role: Role,
    /// Which conversations this person may see.
    pub visibility: Visibility,
    /// Argon2id in PHC form; none = cannot sign in with a password.
    #[sea_orm(column_type = "Text", nullable)]
    pub password_hash: Option<String>,
    /// BCP 47: `pt-BR`, `en`, `es`.
    #[sea_orm(column_type = "Text")]
    pub locale: String,
    /// `system`, `light` or `dark`.
    #[sea_orm(column_type = "Text")]
    pub theme: String,
    /// Whether this person wants pushes.
    pub notifications: bool,
    /// Whether the interface plays sounds (L-179).
    pub sound: bool,
    /// Whether this person wants to hear a recording and be asked before it is sent (L-090, L-091).
    pub confirms_voice_notes: bool,
    /// An inactive person cannot sign in and is assigned nothing.
    pub active: bool,
    /// When the row was made.
    pub created_at: UnixMillis,
    /// When the row last changed.
    pub updated_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
