//! Becoming a conversation's agent.

use entity::ConversationId;

use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;

impl Desk {
    /// Makes the actor the agent when nobody is; of many who try at once, one wins.
    pub async fn claim(
        &self,
        actor: &Actor,
        _id: ConversationId,
    ) -> Result<ConversationView, DeskError> {
        actor.require_person()?;
        Err(DeskError::NotFound("conversation"))
    }
}
