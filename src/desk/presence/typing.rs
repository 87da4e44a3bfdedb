//! Who is typing. Never stored: it is stale within seconds.

use entity::{ConversationId, PersonId, conversation};
use sea_orm::EntityTrait;
use tokio::sync::broadcast;

use crate::access::{Actor, may_see};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::journal::View;

/// Somebody is typing an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typing {
    /// Where.
    pub conversation_id: ConversationId,
    /// Decides who may be told.
    pub view: View,
    /// Who.
    pub person_id: PersonId,
}

impl Desk {
    /// Follows who is typing, on this node, from now on.
    pub fn typing(&self) -> broadcast::Receiver<Typing> {
        self.0.typing.subscribe()
    }

    /// Tells colleagues on this node that the actor is typing.
    pub async fn mark_typing(
        &self,
        actor: &Actor,
        conversation_id: ConversationId,
    ) -> Result<(), DeskError> {
        let person_id = actor.require_person()?.person_id;
        let view = conversation::Entity::find_by_id(conversation_id)
            .one(self.database().read())
            .await?
            .map(|row| View::of(&row))
            .filter(|view| may_see(actor, view))
            .ok_or(DeskError::NotFound("conversation"))?;
        // Nobody listening is no failure.
        drop(self.0.typing.send(Typing {
            conversation_id,
            view,
            person_id,
        }));
        Ok(())
    }
}
