//! Taking back pushes that wait.

use entity::{ConversationId, push_delivery};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::storage::{StorageError, UnitOfWork};

/// Takes back the pushes about a conversation that have not left: somebody has read it.
pub(crate) async fn withdraw_in(
    unit: &UnitOfWork,
    conversation: ConversationId,
) -> Result<(), StorageError> {
    push_delivery::Entity::delete_many()
        .filter(push_delivery::Column::ConversationId.eq(conversation))
        .exec(unit.connection())
        .await?;
    Ok(())
}
