//! Closing a ticket.

use entity::ConversationId;

use super::assignment::Action;
use super::change::carry_out;
use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;

impl Desk {
    /// Closes the open ticket: agent and department go (L-153, L-161).
    pub async fn close_ticket(
        &self,
        actor: &Actor,
        id: ConversationId,
    ) -> Result<ConversationView, DeskError> {
        actor.require_server()?;
        carry_out(self, actor, id, Action::Close).await
    }
}
