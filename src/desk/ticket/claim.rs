//! Becoming a conversation's agent.

use entity::ConversationId;

use super::assignment::Action;
use super::change::carry_out;
use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;

impl Desk {
    /// Makes the actor the agent when nobody is. Of many who try at once one wins; the others get
    /// [`DeskError::AlreadyClaimed`] (F24).
    pub async fn claim(
        &self,
        actor: &Actor,
        id: ConversationId,
    ) -> Result<ConversationView, DeskError> {
        let by = actor.require_person()?.person_id;
        carry_out(self, actor, id, Action::Claim { by }).await
    }
}
