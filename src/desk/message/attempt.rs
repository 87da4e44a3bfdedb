//! A message that somebody decides about: which may be tried again, which given up.

use entity::delivery;
use entity::{MessageId, message};
use sea_orm::EntityTrait;

use crate::access::Actor;
use crate::conversation::Held;
use crate::error::DeskError;
use crate::outbox::lock_delivery_in;
use crate::storage::UnitOfWork;

/// A message to a customer with its conversation and its delivery, locked.
pub(super) struct Attempt {
    pub row: message::Model,
    pub held: Held,
    pub delivery: delivery::Model,
}

impl Attempt {
    /// Locks a message that `actor` may see.
    pub async fn lock_in(
        unit: &UnitOfWork,
        actor: &Actor,
        id: MessageId,
    ) -> Result<Self, DeskError> {
        let not_found = || DeskError::NotFound("message");
        let row = message::Entity::find_by_id(id)
            .one(unit.connection())
            .await?
            .ok_or_else(not_found)?;
        let held = match Held::lock_in(unit, actor, row.conversation_id).await {
            Err(DeskError::NotFound(_)) => return Err(not_found()),
            outcome => outcome?,
        };
        let delivery = lock_delivery_in(unit, id)
            .await?
            .ok_or(DeskError::Conflict("only messages to customers are sent"))?;
        Ok(Self {
            row,
            held,
            delivery,
        })
    }
}
