//! A device says that it has shown a message.

use entity::{DeviceId, MessageId};

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// The actor's device has shown these messages: it is not pushed any of them (L-186).
    pub async fn acknowledge(
        &self,
        actor: &Actor,
        device: DeviceId,
        messages: &[MessageId],
    ) -> Result<(), DeskError> {
        actor.require_person()?;
        Err(DeskError::Internal(format!("{device} {messages:?}")))
    }
}
