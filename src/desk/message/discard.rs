//! Giving up on a message.

use entity::MessageId;
use entity::delivery::{self, DeliveryState};

use super::MessageView;
use super::attempt::Attempt;
use super::load::view_in;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::journal::MessageChange;
use crate::outbox::{remove_message_in, write_in};
use crate::storage::UnitOfWork;

impl Desk {
    /// Gives up on a message that is queued, has failed, or whose fate is unknown.
    pub async fn discard_message(
        &self,
        actor: &Actor,
        id: MessageId,
    ) -> Result<MessageView, DeskError> {
        actor.require_server()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| Box::pin(async move { discard_in(unit, &actor, id).await }))
            .await
    }
}

async fn discard_in(
    unit: &UnitOfWork,
    actor: &Actor,
    id: MessageId,
) -> Result<MessageView, DeskError> {
    let Attempt {
        row,
        held,
        delivery,
    } = Attempt::lock_in(unit, actor, id).await?;
    match delivery.state {
        DeliveryState::Discarded => {}
        DeliveryState::Queued | DeliveryState::Failed | DeliveryState::Unknown => {
            remove_message_in(unit, id).await?;
            let before = delivery.state;
            let discarded = delivery::Model {
                state: DeliveryState::Discarded,
                next_attempt_at: None,
                version: delivery.version + 1,
                ..delivery
            };
            let after = Some(discarded);
            write_in(unit, held.now.id, before, after, MessageChange::Delivery).await?;
        }
        DeliveryState::Sending => return Err(DeskError::Conflict("the message is being sent")),
        _ => return Err(DeskError::Conflict("the message has left")),
    }
    Ok(view_in(unit.connection(), row).await?)
}
