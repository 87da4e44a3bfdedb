//! Taking pushes to send.

use entity::{DeviceId, PersonId, PushDeliveryId};

use super::Notice;
use crate::desk::Desk;
use crate::error::DeskError;

/// One push to send.
#[derive(Clone, Debug, PartialEq)]
pub struct PushJob {
    /// Id, for [`Desk::settle_push`].
    pub id: PushDeliveryId,
    /// Where to.
    pub target: PushTarget,
    /// What to say.
    pub notice: Notice,
    /// The push service refused the full text as too large.
    pub minimal: bool,
    /// How often it was tried before.
    pub attempts: u32,
}

/// A device's address at its browser's push service.
#[derive(Clone, PartialEq, Eq)]
pub struct PushTarget {
    /// Whose device.
    pub person_id: PersonId,
    /// The device.
    pub device_id: DeviceId,
    /// The address, as the browser gave it: to be checked again before use.
    pub endpoint: String,
    /// The device's public key, base64url.
    pub p256dh: String,
    /// The device's secret, base64url.
    pub auth: String,
}

impl std::fmt::Debug for PushTarget {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Whoever knows the address can push to the device.
        formatter
            .debug_struct("PushTarget")
            .field("person_id", &self.person_id)
            .field("device_id", &self.device_id)
            .finish_non_exhaustive()
    }
}

impl Desk {
    /// Takes up to `limit` pushes that are due, for one minute; after that they are due again.
    pub async fn claim_pushes(&self, limit: u64) -> Result<Vec<PushJob>, DeskError> {
        Err(DeskError::Internal(limit.to_string()))
    }
}
