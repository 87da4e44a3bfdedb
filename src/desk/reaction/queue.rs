//! Reactions in the outbox.

use entity::outbox::{self, OutboxState};
use entity::{ConversationId, MessageId, conversation};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::error::DeskError;
use crate::outbox::{OutboundTask, queue_reaction_task_in, task_of};
use crate::storage::{StorageError, UnitOfWork};

/// Queues a reaction in the place of one on the same message that waits: the newest says it all.
pub(super) async fn queue_in(
    unit: &UnitOfWork,
    conversation: &conversation::Model,
    message_id: MessageId,
    wamid: String,
    emoji: Option<String>,
) -> Result<(), DeskError> {
    forget_in(unit, conversation.id, message_id).await?;
    let task = OutboundTask::React {
        message_id,
        wamid,
        emoji,
        reacted_at: unit.now(),
    };
    queue_reaction_task_in(unit, conversation, task).await
}

/// Takes a reaction on the message that has not left yet out of the outbox.
pub(super) async fn forget_in(
    unit: &UnitOfWork,
    conversation: ConversationId,
    message: MessageId,
) -> Result<(), StorageError> {
    let waiting = outbox::Entity::find()
        .filter(outbox::Column::ConversationId.eq(conversation))
        .filter(outbox::Column::MessageId.is_null())
        .filter(outbox::Column::State.eq(OutboxState::Queued))
        .all(unit.connection())
        .await?;
    let replaced: Vec<_> = waiting
        .iter()
        .filter(|row| {
            matches!(task_of(row), Some(OutboundTask::React { message_id, .. }) if message_id == message)
        })
        .map(|row| row.id)
        .collect();
    if !replaced.is_empty() {
        outbox::Entity::delete_many()
            .filter(outbox::Column::Id.is_in(replaced))
            .exec(unit.connection())
            .await?;
    }
    Ok(())
}
