//! Looking files up.

use std::collections::HashMap;

use entity::media_file::{Column, Entity};
use entity::{MessageId, conversation, message};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::MediaFileView;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::inbox::lists::is_visible;
use crate::message::Content;

impl Desk {
    /// The file of a message; none when there is no such, or the actor may not see its conversation.
    pub async fn media_for(
        &self,
        actor: &Actor,
        id: MessageId,
    ) -> Result<Option<MediaFileView>, DeskError> {
        let Some(message) = self.visible_message(actor, id).await? else {
            return Ok(None);
        };
        let file = Entity::find_by_id(id).one(self.database().read()).await?;
        let file_name = match Content::from_json(message.content, &message.kind) {
            Content::Media { file_name, .. } => file_name,
            _ => None,
        };
        Ok(file.map(|row| MediaFileView {
            file_name,
            ..row.into()
        }))
    }

    /// The message, if the actor may see its conversation.
    pub(super) async fn visible_message(
        &self,
        actor: &Actor,
        id: MessageId,
    ) -> Result<Option<message::Model>, DeskError> {
        actor.require_reader()?;
        let connection = self.database().read();
        let Some(message) = message::Entity::find_by_id(id).one(connection).await? else {
            return Ok(None);
        };
        let visible = conversation::Entity::find_by_id(message.conversation_id)
            .one(connection)
            .await?
            .is_some_and(|row| is_visible(actor, &row));
        Ok(visible.then_some(message))
    }

    /// The files of messages, in one statement. The caller has already been allowed to see the messages.
    pub async fn media_by_message_ids(
        &self,
        ids: &[MessageId],
    ) -> Result<HashMap<MessageId, MediaFileView>, DeskError> {
        let rows = Entity::find()
            .filter(Column::MessageId.is_in(ids.iter().copied()))
            .all(self.database().read())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.message_id, row.into()))
            .collect())
    }
}
