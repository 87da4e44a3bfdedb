//! A customer wrote (or called): the heart of the desk.

use entity::message::{Direction, Origin};
use entity::{ConversationId, MessageId, UnixMillis, message};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::batch::Batch;
use crate::conversation::{waiting, window};
use crate::error::DeskError;
use crate::held_reply::release_in;
use crate::message::NewMessage;
use crate::storage::StorageError;
use crate::ticket::assignment::Action;
use crate::ticket::change::{self, Doer};
use crate::webhook::InboundMessage;

/// Writes a customer's message down, once, and lets it have its effects: unread, waiting, window,
/// ticket, ringing phones.
pub(super) async fn apply(
    batch: &mut Batch<'_>,
    message: &InboundMessage,
) -> Result<(), DeskError> {
    let conversation = batch
        .conversation_with(&message.identity, message.channel_id, message.sent_at)
        .await?;
    let new = NewMessage {
        wamid: Some(message.wamid.clone()),
        reply_to_wamid: message.reply_to_wamid.clone(),
        forwarded: message.forwarded,
        ..NewMessage::new(
            Direction::Inbound,
            Origin::Customer,
            message.sent_at,
            message.content.clone(),
        )
    };
    receive(batch, conversation, new, message.opens_window).await
}

/// What every message and call of a customer does.
pub(super) async fn receive(
    batch: &mut Batch<'_>,
    conversation: ConversationId,
    new: NewMessage,
    opens_window: bool,
) -> Result<(), DeskError> {
    let (sent_at, wamid) = (new.sent_at, new.wamid.clone().unwrap_or_default());
    let opens_ticket = batch.held(conversation)?.now.ticket_id.is_none();
    if opens_ticket {
        if is_known(batch, conversation, &wamid).await? {
            return Ok(());
        }
        open_ticket(batch, conversation, sent_at).await?;
    }
    let unit = batch.unit;
    let held = batch.held(conversation)?;
    let Some(row) = new.insert_in(unit, &held.now).await? else {
        // Only if another node stored it at this very moment may a ticket have been opened for it.
        return if opens_ticket {
            Err(StorageError::Busy.into())
        } else {
            Ok(())
        };
    };
    let is_late = sent_at < held.now.last_activity_at;
    held.joined_by(row.id, sent_at, true);
    let now = &mut held.now;
    now.unread_count += 1;
    now.waiting_since = Some(waiting::after_question(now.waiting_since, sent_at));
    now.last_customer_message_at = now.last_customer_message_at.max(Some(sent_at));
    if opens_window {
        now.window_expires_at = Some(window::after_message(now.window_expires_at, sent_at));
    }
    let channel = now.channel_id;
    mark_first_unread(batch, conversation, (row.id, sent_at), is_late).await?;
    if opens_window {
        release_in(batch.unit, batch.held(conversation)?).await?;
    }
    batch.arrived(channel, &wamid);
    Ok(())
}

async fn open_ticket(
    batch: &mut Batch<'_>,
    conversation: ConversationId,
    at: UnixMillis,
) -> Result<(), DeskError> {
    let unit = batch.unit;
    let channel = batch.held(conversation)?.now.channel_id;
    let channel_department = batch.department_of(channel).await?;
    let doer = Doer { person: None, at };
    let held = batch.held(conversation)?;
    change::apply_in(
        unit,
        held,
        Action::CustomerWrites { channel_department },
        doer,
    )
    .await?;
    Ok(())
}

async fn is_known(
    batch: &mut Batch<'_>,
    conversation: ConversationId,
    wamid: &str,
) -> Result<bool, DeskError> {
    let channel = batch.held(conversation)?.now.channel_id;
    let known = message::Entity::find()
        .filter(message::Column::ChannelId.eq(channel))
        .filter(message::Column::Wamid.eq(wamid))
        .count(batch.unit.connection())
        .await?;
    Ok(known > 0)
}

/// The unread part begins at its earliest message, also when that one arrives late (F10).
async fn mark_first_unread(
    batch: &mut Batch<'_>,
    conversation: ConversationId,
    (id, sent_at): (MessageId, UnixMillis),
    is_late: bool,
) -> Result<(), DeskError> {
    let unit = batch.unit;
    let held = batch.held(conversation)?;
    let begins = match held.now.first_unread_message_id {
        None => true,
        Some(first) if is_late => message::Entity::find_by_id(first)
            .one(unit.connection())
            .await?
            .is_none_or(|first| sent_at < first.sent_at),
        Some(_) => false,
    };
    if begins {
        held.now.first_unread_message_id = Some(id);
    }
    Ok(())
}
