//! The devices on which a person has signed in.

use std::collections::HashMap;

use entity::{DeviceId, SessionId, UnixMillis, push_subscription, session};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::access::{Actor, SignedIn};
use crate::desk::Desk;
use crate::error::DeskError;

/// A person signed in on a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// Id.
    pub id: SessionId,
    /// Device.
    pub device_id: Option<DeviceId>,
    /// What the sign-in page called the device.
    pub label: String,
    /// When it began.
    pub created_at: UnixMillis,
    /// When it was last used, to the minute.
    pub last_seen_at: UnixMillis,
    /// Whether it is the one that asks.
    pub current: bool,
    /// Whether and how pushes reach the device.
    pub push: PushStateView,
}

/// Whether and how pushes reach a device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PushStateView {
    /// Whether the device has an address at a push service.
    pub subscribed: bool,
    /// When a push service last accepted a push.
    pub last_delivered_at: Option<UnixMillis>,
    /// Why the last one failed.
    pub last_failure: Option<String>,
}

impl From<push_subscription::Model> for PushStateView {
    fn from(row: push_subscription::Model) -> Self {
        Self {
            subscribed: true,
            last_delivered_at: row.last_accepted_at,
            last_failure: row.last_failure,
        }
    }
}

impl Desk {
    /// The actor's own sessions, the most recently used first.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<SessionView>, DeskError> {
        let me = actor.require_person()?;
        let read = self.database().read();
        let sessions = session::Entity::find()
            .filter(session::Column::PersonId.eq(me.person_id))
            .filter(session::Column::ExpiresAt.gt(self.now()))
            .order_by_desc(session::Column::LastSeenAt)
            .order_by_desc(session::Column::Id)
            .all(read)
            .await?;
        let subscriptions = push_subscription::Entity::find()
            .filter(push_subscription::Column::PersonId.eq(me.person_id))
            .all(read)
            .await?;
        let mut pushes: HashMap<DeviceId, PushStateView> = subscriptions
            .into_iter()
            .map(|row| (row.device_id, row.into()))
            .collect();
        let mut push_of = |device: Option<DeviceId>| {
            let state = device.and_then(|device| pushes.remove(&device));
            state.unwrap_or_default()
        };
        Ok(sessions
            .into_iter()
            .map(|row| SessionView {
                id: row.id,
                device_id: row.device_id,
                label: row.label,
                created_at: row.created_at,
                last_seen_at: row.last_seen_at,
                current: row.id == me.session_id,
                push: push_of(row.device_id),
            })
            .collect())
    }

    /// The session that asks.
    pub(crate) async fn own_session(&self, me: &SignedIn) -> Result<SessionView, DeskError> {
        let sessions = self.sessions(&Actor::Person(me.clone())).await?;
        let own = sessions.into_iter().find(|session| session.current);
        own.ok_or(DeskError::Unauthenticated)
    }
}
