//! Putting things into the outbox.

use entity::outbox::{self, OutboxState};
use entity::{MessageId, OutboxId, UnixMillis, conversation};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::OutboundTask;
use crate::error::DeskError;
use crate::signals::Signal;
use crate::storage::{StorageError, UnitOfWork};

/// A task as the table keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredTask {
    #[serde(flatten)]
    pub task: OutboundTask,
    /// After this it is not worth sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<UnixMillis>,
}

/// Queues a message, behind those of its conversation that wait.
pub(crate) async fn queue_message_in(
    unit: &UnitOfWork,
    conversation: &conversation::Model,
    message: MessageId,
) -> Result<(), DeskError> {
    let id = id_behind(unit, conversation).await?;
    let task = StoredTask {
        task: OutboundTask::Message,
        expires_at: None,
    };
    let order = Order::AfterEarlier;
    insert_in(unit, conversation, id, task, Some(message), order).await
}

/// Queues a message that is to be tried again at `at`. Meanwhile it holds up nobody.
pub(crate) async fn queue_message_at_in(
    unit: &UnitOfWork,
    conversation: &conversation::Model,
    message: MessageId,
    at: UnixMillis,
) -> Result<(), DeskError> {
    let task = StoredTask {
        task: OutboundTask::Message,
        expires_at: None,
    };
    let order = Order::NotBefore(at);
    insert_in(unit, conversation, unit.id(), task, Some(message), order).await
}

/// When an entry may leave.
#[derive(Clone, Copy)]
enum Order {
    /// When those of its conversation before it have left.
    AfterEarlier,
    /// Whatever else waits.
    AtOnce,
    /// The same, from a time on.
    NotBefore(UnixMillis),
}

/// Queues a read mark or a typing indicator. What of the same kind waits already is replaced: the newest
/// says it all.
pub(crate) async fn queue_signal_in(
    unit: &UnitOfWork,
    conversation: &conversation::Model,
    task: OutboundTask,
    expires_at: Option<UnixMillis>,
) -> Result<(), DeskError> {
    let waiting = outbox::Entity::find()
        .filter(outbox::Column::ConversationId.eq(conversation.id))
        .filter(outbox::Column::MessageId.is_null())
        .filter(outbox::Column::State.eq(OutboxState::Queued))
        .all(unit.connection())
        .await?;
    let same_kind = waiting.into_iter().filter(|row| {
        task_of(row)
            .is_some_and(|waits| std::mem::discriminant(&waits) == std::mem::discriminant(&task))
    });
    let replaced: Vec<_> = same_kind.map(|row| row.id).collect();
    if !replaced.is_empty() {
        outbox::Entity::delete_many()
            .filter(outbox::Column::Id.is_in(replaced))
            .exec(unit.connection())
            .await?;
    }
    let stored = StoredTask { task, expires_at };
    insert_in(unit, conversation, unit.id(), stored, None, Order::AtOnce).await
}

/// Queues a reaction. It waits for nothing and holds up nothing.
pub(crate) async fn queue_reaction_task_in(
    unit: &UnitOfWork,
    conversation: &conversation::Model,
    task: OutboundTask,
) -> Result<(), DeskError> {
    let stored = StoredTask {
        task,
        expires_at: None,
    };
    insert_in(unit, conversation, unit.id(), stored, None, Order::AtOnce).await
}

/// What an entry is about; none when another program wrote it and this one cannot read it.
pub(crate) fn task_of(row: &outbox::Model) -> Option<OutboundTask> {
    let stored: Option<StoredTask> = serde_json::from_value(row.task.clone()).ok();
    stored.map(|stored| stored.task)
}

/// An id that sorts behind everything of the conversation that waits, even if the clock of the node that
/// queued it was ahead of ours.
async fn id_behind(
    unit: &UnitOfWork,
    conversation: &conversation::Model,
) -> Result<OutboxId, StorageError> {
    let newest = outbox::Entity::find()
        .filter(outbox::Column::ConversationId.eq(conversation.id))
        .order_by_desc(outbox::Column::Id)
        .one(unit.connection())
        .await?;
    let id: OutboxId = unit.id();
    Ok(match newest {
        Some(newest) if newest.id >= id => OutboxId(Uuid::from_u128(newest.id.0.as_u128() + 1)),
        _ => id,
    })
}

async fn insert_in(
    unit: &UnitOfWork,
    conversation: &conversation::Model,
    id: OutboxId,
    task: StoredTask,
    message: Option<MessageId>,
    order: Order,
) -> Result<(), DeskError> {
    let task =
        serde_json::to_value(task).map_err(|error| DeskError::Internal(error.to_string()))?;
    outbox::Entity::insert(outbox::ActiveModel {
        id: Set(id),
        channel_id: Set(conversation.channel_id),
        conversation_id: Set(conversation.id),
        message_id: Set(message),
        task: Set(task),
        in_order: Set(matches!(order, Order::AfterEarlier)),
        state: Set(OutboxState::Queued),
        run_at: Set(match order {
            Order::NotBefore(at) => at,
            Order::AfterEarlier | Order::AtOnce => unit.now(),
        }),
        attempts: Set(0),
        owner: Set(None),
        lease_until: Set(None),
        claimed_at: Set(None),
    })
    .exec_without_returning(unit.connection())
    .await?;
    unit.wake(Signal::Outbox);
    Ok(())
}
