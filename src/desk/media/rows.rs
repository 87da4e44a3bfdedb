//! The rows of files, and telling of their changes.

use entity::media_file::{ActiveModel, Column, Entity, Model};
use entity::{MessageId, conversation, message};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::error::DeskError;
use crate::journal::{Audience, Event, MessageChange, View};
use crate::storage::{StorageError, UnitOfWork};

/// A file with its message and conversation; the conversation is locked, and so is what follows from it.
pub(super) struct Held {
    pub file: Model,
    message: message::Model,
    conversation: conversation::Model,
}

impl Held {
    /// Locks a file's conversation, then reads the file. None when it, or its message, is gone.
    pub async fn lock_in(unit: &UnitOfWork, id: MessageId) -> Result<Option<Self>, StorageError> {
        let connection = unit.connection();
        let Some(message) = message::Entity::find_by_id(id).one(connection).await? else {
            return Ok(None);
        };
        let conversation = conversation::Entity::find_by_id(message.conversation_id)
            .lock_exclusive()
            .one(connection)
            .await?;
        let file = Entity::find_by_id(id)
            .lock_exclusive()
            .one(connection)
            .await?;
        Ok(conversation.zip(file).map(|(conversation, file)| Self {
            file,
            message,
            conversation,
        }))
    }

    /// The file has changed for those who look at the message.
    pub async fn tell_in(&self, unit: &UnitOfWork) -> Result<(), DeskError> {
        message::Entity::update_many()
            .col_expr(
                message::Column::Version,
                Expr::col(message::Column::Version).add(1),
            )
            .filter(message::Column::Id.eq(self.message.id))
            .exec(unit.connection())
            .await?;
        unit.append(
            Event::MessageChanged {
                message_id: self.message.id,
                conversation_id: self.conversation.id,
                change: MessageChange::Other,
            },
            Audience::Conversation {
                view: View::of(&self.conversation),
            },
        );
        Ok(())
    }
}

pub(super) async fn update_in(
    unit: &UnitOfWork,
    id: MessageId,
    changes: ActiveModel,
) -> Result<(), StorageError> {
    Entity::update_many()
        .set(changes)
        .filter(Column::MessageId.eq(id))
        .exec(unit.connection())
        .await?;
    Ok(())
}
