//! Showing the customer that somebody writes.

use entity::ConversationId;

use super::mark_read::newest_first;
use super::{Held, window};
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::outbox::{OutboundTask, queue_signal_in};

/// For how long it is worth telling, in milliseconds: Meta shows the dots for 25 s at most.
const WORTH_TELLING: i64 = 20_000;

impl Desk {
    /// Asks Meta to show the customer that somebody writes. Does nothing when the customer could not be
    /// answered anyway, or has not written yet.
    pub async fn indicate_typing(
        &self,
        actor: &Actor,
        id: ConversationId,
    ) -> Result<(), DeskError> {
        actor.require_server()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let held = Held::lock_in(unit, &actor, id).await?;
                    if !window::is_open(held.now.window_expires_at, unit.now(), window::MARGIN) {
                        return Ok(());
                    }
                    let newest = newest_first(id).one(unit.connection()).await?;
                    if let Some(wamid) = newest.and_then(|row| row.wamid) {
                        let task = OutboundTask::Typing { wamid };
                        let expires_at = unit.now().plus(WORTH_TELLING);
                        queue_signal_in(unit, &held.now, task, Some(expires_at)).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
