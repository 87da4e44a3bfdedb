//! Sending a held reply.

use entity::held_reply::{self, Model};
use entity::{HeldReplyId, message};
use sea_orm::EntityTrait;

use super::change::{lock_in, refuse_stranger};
use crate::Desk;
use crate::access::Actor;
use crate::conversation::{ConversationView, Held, window};
use crate::error::DeskError;
use crate::message::load::view_in;
use crate::message::{
    Author, Content, MessageView, Posting, SendMessage, post_in, stop_waiting_in,
};
use crate::storage::UnitOfWork;

impl Desk {
    /// Sends a held reply now, as the actor's. [`DeskError::WindowClosed`] while the customer has not written.
    pub async fn send_held_reply(
        &self,
        actor: &Actor,
        id: HeldReplyId,
    ) -> Result<(MessageView, ConversationView), DeskError> {
        actor.require_server()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let (row, mut held) = lock_in(unit, &actor, id).await?;
                    refuse_stranger(&actor, &row)?;
                    if !window::is_open(held.now.window_expires_at, unit.now(), window::MARGIN) {
                        return Err(DeskError::WindowClosed);
                    }
                    remove_in(unit, &mut held, &row).await?;
                    let sent = send_now_in(unit, &mut held, Author::of(&actor), &row).await?;
                    let conversation = held.save_in(unit).await?;
                    Ok((sent, ConversationView::for_actor(&actor, &conversation)))
                })
            })
            .await
    }
}

/// Sends what somebody has just decided to send: an answer, which stops the counter.
pub(super) async fn send_now_in(
    unit: &UnitOfWork,
    held: &mut Held,
    author: Author,
    reply: &Model,
) -> Result<MessageView, DeskError> {
    let row = post_reply_in(unit, held, author, reply)
        .await?
        .ok_or(DeskError::Conflict("this key belongs to another message"))?;
    stop_waiting_in(unit, held, &row).await?;
    Ok(view_in(unit.connection(), row).await?)
}

/// Makes the reply a message. What it quotes may be gone, which stops nothing.
pub(super) async fn post_reply_in(
    unit: &UnitOfWork,
    held: &mut Held,
    author: Author,
    reply: &Model,
) -> Result<Option<message::Model>, DeskError> {
    let quoted = match reply.reply_to_id {
        Some(id) => {
            message::Entity::find_by_id(id)
                .one(unit.connection())
                .await?
        }
        None => None,
    };
    let message = SendMessage {
        conversation_id: reply.conversation_id,
        client_key: reply.client_key,
        content: Content::text(reply.text.clone()),
        reply_to: reply.reply_to_id,
        internal: false,
    };
    post_in(unit, held, author, &message, quoted, Posting::Answer).await
}

/// The reply waits no more.
pub(super) async fn remove_in(
    unit: &UnitOfWork,
    held: &mut Held,
    reply: &Model,
) -> Result<(), DeskError> {
    held_reply::Entity::delete_by_id(reply.id)
        .exec(unit.connection())
        .await?;
    held.now.held_count = (held.now.held_count - 1).max(0);
    Ok(())
}
