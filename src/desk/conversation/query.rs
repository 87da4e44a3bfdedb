//! Looking conversations up.

use std::collections::HashMap;

use entity::{ConversationId, conversation};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::ConversationView;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::inbox::lists::is_visible;

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
        ids: &[ConversationId],
    ) -> Result<HashMap<ConversationId, ConversationView>, DeskError> {
        actor.require_reader()?;
        let rows = conversation::Entity::find()
            .filter(conversation::Column::Id.is_in(ids.iter().copied()))
            .all(self.database().read())
            .await?;
        Ok(rows
            .iter()
            .filter(|row| is_visible(actor, row))
            .map(|row| (row.id, ConversationView::for_actor(actor, row)))
            .collect())
    }
}
