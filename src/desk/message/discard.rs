//! Giving up on a message.

use entity::MessageId;

use super::MessageView;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;

impl Desk {
    /// Gives up on a message that is queued, has failed, or whose fate is unknown.
    pub async fn discard_message(
        &self,
        actor: &Actor,
        _id: MessageId,
    ) -> Result<MessageView, DeskError> {
        actor.require_server()?;
        Err(DeskError::NotFound("message"))
    }
}
