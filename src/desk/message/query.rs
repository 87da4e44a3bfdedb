//! Looking messages up.

use std::collections::{HashMap, HashSet};

use entity::{MessageId, conversation, message};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::MessageView;
use super::load::views_in;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::inbox::lists::is_visible;

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
        ids: &[MessageId],
    ) -> Result<HashMap<MessageId, MessageView>, DeskError> {
        actor.require_reader()?;
        let connection = self.database().read();
        let rows = message::Entity::find()
            .filter(message::Column::Id.is_in(ids.iter().copied()))
            .all(connection)
            .await?;
        let conversations: HashSet<_> = rows.iter().map(|row| row.conversation_id).collect();
        let visible: HashSet<_> = conversation::Entity::find()
            .filter(conversation::Column::Id.is_in(conversations))
            .all(connection)
            .await?
            .iter()
            .filter(|row| is_visible(actor, row))
            .map(|row| row.id)
            .collect();
        let rows = rows
            .into_iter()
            .filter(|row| visible.contains(&row.conversation_id))
            .collect();
        let views = views_in(connection, rows).await?;
        Ok(views.into_iter().map(|view| (view.id, view)).collect())
    }
}
