//! What came of a push.

use entity::PushDeliveryId;

use crate::desk::Desk;
use crate::error::DeskError;

/// What came of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PushOutcome {
    /// The push service took it.
    Accepted,
    /// The address does not exist any more.
    Gone,
    /// Try again.
    Retry {
        /// In how many milliseconds.
        after_ms: u64,
    },
    /// The push service takes less: try again with less text.
    TooLarge,
    /// Nobody will try again.
    GaveUp {
        /// For the list of devices.
        reason: String,
    },
    /// The push service refuses us, not the device: an operator must act; try again later.
    Misconfigured {
        /// For the list of devices.
        reason: String,
    },
}

impl Desk {
    /// Records what came of a push. Nothing is done for one that was withdrawn meanwhile.
    pub async fn settle_push(
        &self,
        id: PushDeliveryId,
        outcome: PushOutcome,
    ) -> Result<(), DeskError> {
        Err(DeskError::Internal(format!("{id} {outcome:?}")))
    }
}
