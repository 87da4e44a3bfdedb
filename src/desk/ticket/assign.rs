//! Forwarding a conversation.

use entity::{ConversationId, DepartmentId, PersonId, department, person};
use sea_orm::EntityTrait;

use super::assignment::Action;
use super::change::carry_out;
use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;

impl Desk {
    /// Forwards to an agent (L-145); the department goes (L-150).
    pub async fn assign_to_agent(
        &self,
        actor: &Actor,
        id: ConversationId,
        agent: PersonId,
    ) -> Result<ConversationView, DeskError> {
        actor.require_server()?;
        person::Entity::find_by_id(agent)
            .one(self.database().read())
            .await?
            .filter(|person| person.active)
            .ok_or_else(|| DeskError::invalid("agentId", "is nobody who can be assigned"))?;
        carry_out(self, actor, id, Action::ForwardToAgent { agent }).await
    }

    /// Forwards to a department (L-149); the agent goes (L-150).
    pub async fn assign_to_department(
        &self,
        actor: &Actor,
        id: ConversationId,
        department: DepartmentId,
    ) -> Result<ConversationView, DeskError> {
        actor.require_server()?;
        department::Entity::find_by_id(department)
            .one(self.database().read())
            .await?
            .ok_or_else(|| DeskError::invalid("departmentId", "is no department"))?;
        carry_out(self, actor, id, Action::ForwardToDepartment { department }).await
    }
}
