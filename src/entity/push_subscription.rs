//! A device's address at its browser's push service.

use sea_orm::entity::prelude::*;

use crate::{DeviceId, PersonId, PushSubscriptionId, SessionId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "push_subscription")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PushSubscriptionId,
    /// Person.
    pub person_id: PersonId,
    /// Session.
    pub session_id: Option<SessionId>,
    /// Unique: a device has one subscription.
    pub device_id: DeviceId,
    /// Unique.
    #[sea_orm(column_type = "Text")]
    pub endpoint: String,
    /// P256dh.
    #[sea_orm(column_type = "Text")]
    pub p256dh: String,
    /// Auth.
    #[sea_orm(column_type = "Text")]
    pub auth: String,
    /// Locale.
    #[sea_orm(column_type = "Text")]
    pub locale: String,
    /// When the row was made.
    pub created_at: UnixMillis,
    /// When the device last confirmed it.
    pub refreshed_at: UnixMillis,
    /// Last accepted at.
    pub last_accepted_at: Option<UnixMillis>,
    /// Last failure.
    #[sea_orm(column_type = "Text", nullable)]
    pub last_failure: Option<String>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
