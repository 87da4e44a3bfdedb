//! The rows of the outbox and of the deliveries beside them.

use entity::delivery::{self, DeliveryState};
use entity::outbox::{ActiveModel, Column, Entity, Model, OutboxState};
use entity::{ConversationId, MessageId, OutboxId, UnixMillis, conversation};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveEnum, ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::conversation::undelivered;
use crate::error::DeskError;
use crate::journal::{Audience, Event, MessageChange, View};
use crate::signals::Signal;
use crate::storage::{StorageError, UnitOfWork};

/// How long a message that is to be tried again holds up those after it, in milliseconds; one that waits for longer is
/// overtaken.
const LONGEST_HOLD: i64 = 60 * 60 * 1_000;

/// As the partial indexes say it: SQLite takes them only on their own words, not on a bound value.
pub(super) fn in_state(state: OutboxState) -> Expr {
    Expr::cust(format!("outbox.state = '{}'", state.to_value()))
}

pub(super) async fn find_in(
    unit: &UnitOfWork,
    id: OutboxId,
) -> Result<Option<Model>, StorageError> {
    Ok(Entity::find_by_id(id).one(unit.connection()).await?)
}

pub(crate) async fn lock_delivery_in(
    unit: &UnitOfWork,
    message: MessageId,
) -> Result<Option<delivery::Model>, StorageError> {
    Ok(delivery::Entity::find_by_id(message)
        .lock_exclusive()
        .one(unit.connection())
        .await?)
}

pub(crate) async fn remove_in(unit: &UnitOfWork, id: OutboxId) -> Result<(), DeskError> {
    Entity::delete_by_id(id).exec(unit.connection()).await?;
    unit.wake(Signal::Outbox);
    Ok(())
}

/// What waits for a message, whatever its state, leaves the outbox.
pub(crate) async fn remove_message_in(
    unit: &UnitOfWork,
    message: MessageId,
) -> Result<(), DeskError> {
    Entity::delete_many()
        .filter(Column::MessageId.eq(message))
        .exec(unit.connection())
        .await?;
    unit.wake(Signal::Outbox);
    Ok(())
}

pub(crate) async fn postpone_in(
    unit: &UnitOfWork,
    id: OutboxId,
    at: UnixMillis,
) -> Result<(), DeskError> {
    let holds_up_others = at.since(unit.now()) <= LONGEST_HOLD;
    let queued = ActiveModel {
        state: Set(OutboxState::Queued),
        run_at: Set(at),
        in_order: if holds_up_others { NotSet } else { Set(false) },
        ..unclaimed()
    };
    update_in(unit, id, queued).await
}

pub(super) async fn doubt_in(unit: &UnitOfWork, id: OutboxId) -> Result<(), DeskError> {
    let unknown = ActiveModel {
        state: Set(OutboxState::Unknown),
        ..unclaimed()
    };
    update_in(unit, id, unknown).await
}

pub(crate) async fn release_in(
    unit: &UnitOfWork,
    entry: &Model,
    run_at: Option<UnixMillis>,
) -> Result<(), DeskError> {
    let queued = ActiveModel {
        state: Set(OutboxState::Queued),
        attempts: Set((entry.attempts - 1).max(0)),
        run_at: Set(run_at.unwrap_or(entry.run_at)),
        ..unclaimed()
    };
    update_in(unit, entry.id, queued).await
}

fn unclaimed() -> ActiveModel {
    ActiveModel {
        owner: Set(None),
        lease_until: Set(None),
        claimed_at: Set(None),
        ..Default::default()
    }
}

async fn update_in(unit: &UnitOfWork, id: OutboxId, changes: ActiveModel) -> Result<(), DeskError> {
    Entity::update_many()
        .set(changes)
        .filter(Column::Id.eq(id))
        .exec(unit.connection())
        .await?;
    unit.wake(Signal::Outbox);
    Ok(())
}

/// Writes a delivery that has changed, and tells those who may see the conversation.
pub(crate) async fn write_in(
    unit: &UnitOfWork,
    conversation_id: ConversationId,
    before: DeliveryState,
    after: Option<delivery::Model>,
    change: MessageChange,
) -> Result<(), DeskError> {
    let Some(after) = after else {
        return Ok(());
    };
    let message_id = after.message_id;
    let undelivered = undelivered::difference(before, after.state);
    let active: delivery::ActiveModel = after.into();
    delivery::Entity::update_many()
        .set(active.reset_all())
        .filter(delivery::Column::MessageId.eq(message_id))
        .exec(unit.connection())
        .await?;
    let row = conversation::Entity::find_by_id(conversation_id)
        .one(unit.connection())
        .await?
        .ok_or(DeskError::NotFound("conversation"))?;
    unit.append(
        Event::MessageChanged {
            message_id,
            conversation_id,
            change,
        },
        Audience::Conversation {
            view: View::of(&row),
        },
    );
    undelivered::change_in(unit, &row, undelivered).await
}
