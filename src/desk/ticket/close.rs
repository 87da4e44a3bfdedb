//! Closing a ticket.

use entity::ConversationId;

use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;

impl Desk {
    /// Closes the open ticket: agent and department go (L-153, L-161).
    pub async fn close_ticket(
        &self,
        actor: &Actor,
        _id: ConversationId,
    ) -> Result<ConversationView, DeskError> {
        actor.require_server()?;
        Err(DeskError::NotFound("conversation"))
    }
}
