//! Forwarding a conversation.

use entity::{ConversationId, DepartmentId, PersonId};

use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;

impl Desk {
    /// Forwards to an agent (L-145); the department goes (L-150).
    pub async fn assign_to_agent(
        &self,
        actor: &Actor,
        _id: ConversationId,
        _agent: PersonId,
    ) -> Result<ConversationView, DeskError> {
        actor.require_server()?;
        Err(DeskError::NotFound("conversation"))
    }

    /// Forwards to a department (L-149); the agent goes (L-150).
    pub async fn assign_to_department(
        &self,
        actor: &Actor,
        _id: ConversationId,
        _department: DepartmentId,
    ) -> Result<ConversationView, DeskError> {
        actor.require_server()?;
        Err(DeskError::NotFound("conversation"))
    }
}
