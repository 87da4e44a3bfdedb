//! Looking held replies up.

use std::collections::{HashMap, HashSet};

use entity::{ConversationId, conversation, held_reply};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::HeldReplyView;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::inbox::lists::is_visible;

impl Desk {
    /// The replies that wait in those of `conversations` that the actor may see, in the order of writing; in two
    /// statements.
    pub async fn held_replies_of(
        &self,
        actor: &Actor,
        conversations: &[ConversationId],
    ) -> Result<HashMap<ConversationId, Vec<HeldReplyView>>, DeskError> {
        actor.require_reader()?;
        let connection = self.database().read();
        let visible: HashSet<_> = conversation::Entity::find()
            .filter(conversation::Column::Id.is_in(conversations.iter().copied()))
            .all(connection)
            .await?
            .iter()
            .filter(|row| is_visible(actor, row))
            .map(|row| row.id)
            .collect();
        let rows = held_reply::Entity::find()
            .filter(held_reply::Column::ConversationId.is_in(visible))
            .order_by_asc(held_reply::Column::Id)
            .all(connection)
            .await?;
        let mut found: HashMap<_, Vec<_>> = HashMap::new();
        for row in rows {
            found
                .entry(row.conversation_id)
                .or_default()
                .push(row.into());
        }
        Ok(found)
    }
}
