//! A person signed in on a device.

use sea_orm::entity::prelude::*;

use crate::{DeviceId, PersonId, SessionId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Person.
    pub person_id: PersonId,
    /// SHA-256 of the cookie's token; unique.
    pub token_hash: Vec<u8>,
    /// Device.
    pub device_id: Option<DeviceId>,
    /// What the sign-in page called the device.
    #[sea_orm(column_type = "Text")]
    pub label: String,
    /// When the row was made.
    pub created_at: UnixMillis,
    /// Touched at most once a minute.
    pub last_seen_at: UnixMillis,
    /// Expires at.
    pub expires_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
