//! Sending again what failed, by a person's decision.

use entity::MessageId;
use entity::delivery::{self, DeliveryState};

use super::attempt::Attempt;
use super::load::view_in;
use super::{Content, MessageView};
use crate::Desk;
use crate::access::Actor;
use crate::conversation::window;
use crate::error::DeskError;
use crate::journal::MessageChange;
use crate::outbox::{queue_message_in, remove_message_in, write_in};
use crate::storage::UnitOfWork;

impl Desk {
    /// Queues a failed message again, or one whose fate is unknown: the customer may then get it twice,
    /// which is why a person decides. Pressed twice, it is queued once.
    pub async fn retry_message(
        &self,
        actor: &Actor,
        id: MessageId,
    ) -> Result<MessageView, DeskError> {
        actor.require_server()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| Box::pin(async move { retry_in(unit, &actor, id).await }))
            .await
    }
}

async fn retry_in(
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
        DeliveryState::Queued | DeliveryState::Sending => {}
        DeliveryState::Failed | DeliveryState::Unknown => {
            let needs_window = Content::from_json(row.content.clone(), &row.kind).needs_window();
            if needs_window
                && !window::is_open(held.now.window_expires_at, unit.now(), window::MARGIN)
            {
                return Err(DeskError::WindowClosed);
            }
            remove_message_in(unit, id).await?;
            queue_message_in(unit, &held.now, id).await?;
            let before = delivery.state;
            let anew = Some(queued_anew(unit, delivery));
            write_in(unit, held.now.id, before, anew, MessageChange::Delivery).await?;
        }
        _ => return Err(DeskError::Conflict("the message has not failed")),
    }
    Ok(view_in(unit.connection(), row).await?)
}

fn queued_anew(unit: &UnitOfWork, delivery: delivery::Model) -> delivery::Model {
    delivery::Model {
        state: DeliveryState::Queued,
        queued_at: unit.now(),
        accepted_at: None,
        sent_at: None,
        failed_at: None,
        held_at: None,
        failure: None,
        next_attempt_at: None,
        version: delivery.version + 1,
        ..delivery
    }
}
