//! A device has shown a message: it need not be pushed there.

use sea_orm::entity::prelude::*;

use crate::{DeviceId, MessageId, PersonId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "push_acknowledgement")]
pub struct Model {
    /// Device.
    #[sea_orm(primary_key, auto_increment = false)]
    pub device_id: DeviceId,
    /// Message.
    #[sea_orm(primary_key, auto_increment = false)]
    pub message_id: MessageId,
    /// Who says so; counts for their own pushes alone.
    pub person_id: PersonId,
    /// Forgotten some minutes later.
    pub acknowledged_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
