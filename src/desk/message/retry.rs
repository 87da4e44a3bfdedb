//! Sending again what failed, by a person's decision.

use entity::MessageId;

use super::MessageView;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;

impl Desk {
    /// Queues a failed message again, or one whose fate is unknown.
    pub async fn retry_message(
        &self,
        actor: &Actor,
        _id: MessageId,
    ) -> Result<MessageView, DeskError> {
        actor.require_server()?;
        Err(DeskError::NotFound("message"))
    }
}
