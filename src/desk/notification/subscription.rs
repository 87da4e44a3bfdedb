//! Which devices are told.

use entity::DeviceId;

use super::{PushOutcome, PushTarget};
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::person::Locale;
use crate::session::SessionView;

/// A device's address at its browser's push service, as the browser gave it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSubscription {
    /// The device: the one that signed in.
    pub device_id: DeviceId,
    /// Already checked against the known push services by the caller.
    pub endpoint: String,
    /// The device's public key, base64url.
    pub p256dh: String,
    /// The device's secret, base64url.
    pub auth: String,
    /// None: the person's language.
    pub locale: Option<Locale>,
}

impl Desk {
    /// Makes sure that the actor's device is told; the same call again changes nothing but the time.
    pub async fn register_push_subscription(
        &self,
        actor: &Actor,
        subscription: NewSubscription,
    ) -> Result<SessionView, DeskError> {
        actor.require_person()?;
        Err(DeskError::Internal(subscription.device_id.to_string()))
    }

    /// Stops telling the actor's device.
    pub async fn remove_push_subscription(
        &self,
        actor: &Actor,
        device: DeviceId,
    ) -> Result<Option<SessionView>, DeskError> {
        actor.require_person()?;
        Err(DeskError::Internal(device.to_string()))
    }

    /// Where a test push of the actor's device goes. Rate-limited: push services notice who floods them.
    pub async fn test_push_target(
        &self,
        actor: &Actor,
        device: DeviceId,
    ) -> Result<PushTarget, DeskError> {
        actor.require_person()?;
        Err(DeskError::Internal(device.to_string()))
    }

    /// Records what came of a test push.
    pub async fn settle_test_push(
        &self,
        actor: &Actor,
        device: DeviceId,
        outcome: PushOutcome,
    ) -> Result<(), DeskError> {
        actor.require_person()?;
        Err(DeskError::Internal(format!("{device} {outcome:?}")))
    }
}
