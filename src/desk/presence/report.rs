//! What a device shows.

use entity::{ConversationId, DeviceId};

use crate::access::SignedIn;
use crate::desk::Desk;
use crate::error::DeskError;

/// How long a report holds unless it is renewed, in milliseconds: the socket that made it may have died
/// without a word.
pub const PRESENCE_LASTS: i64 = 30_000;

impl Desk {
    /// The person's device shows this, until [`PRESENCE_LASTS`] has passed: call it again before then.
    pub async fn report_presence(
        &self,
        signed_in: &SignedIn,
        visible: bool,
        conversation: Option<ConversationId>,
    ) -> Result<(), DeskError> {
        Err(DeskError::Internal(format!(
            "{} {visible} {conversation:?}",
            signed_in.person_id
        )))
    }

    /// The device shows nothing any more: its socket has closed.
    pub async fn end_presence(&self, device: DeviceId) -> Result<(), DeskError> {
        Err(DeskError::Internal(device.to_string()))
    }
}
