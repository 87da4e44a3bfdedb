//! The business wrote in the `WhatsApp` Business app on the same number (L-102, L-103).
//!
//! From then on the conversation is in echo mode: somebody leads it there. It ends when the ticket is closed (L-104), or
//! when they send the channel's keyword (L-105).

use entity::delivery::{self, DeliveryState};
use entity::message::{self, Direction, Origin};
use entity::{ChannelId, ConversationId, MessageId, UnixMillis, channel, ticket};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::batch::Batch;
use crate::conversation::waiting;
use crate::error::DeskError;
use crate::message::{Content, NewMessage};
use crate::webhook::InboundMessage;

/// Writes an echo down. It answers the customer; it is not unread, rings nobody, opens no window and no
/// ticket (Cloud API reference, section 13).
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
            Direction::Outbound,
            Origin::PhoneApp,
            message.sent_at,
            message.content.clone(),
        )
    };
    let unit = batch.unit;
    let held = batch.held(conversation)?;
    let Some(row) = new.insert_in(unit, &held.now).await? else {
        return Ok(());
    };
    held.joined_by(row.id, message.sent_at, false);
    insert_delivery(batch, row.id, DeliveryState::Sent, message.sent_at).await?;
    let next_question = next_question(batch, conversation, message.sent_at).await?;
    let echo_since = echo_since(batch, conversation, message).await?;
    let now = &mut batch.held(conversation)?.now;
    now.echo_since = echo_since;
    now.waiting_since = waiting::after_answer(now.waiting_since, message.sent_at, next_question);
    batch.arrived(message.channel_id, &message.wamid);
    Ok(())
}

/// Since when the conversation is in echo mode once `message` is written down. One that comes late, from before the
/// last ticket was closed, begins nothing.
async fn echo_since(
    batch: &mut Batch<'_>,
    conversation: ConversationId,
    message: &InboundMessage,
) -> Result<Option<UnixMillis>, DeskError> {
    if is_keyword(batch, message.channel_id, &message.content).await? {
        return Ok(None);
    }
    let since = batch.held(conversation)?.now.echo_since;
    if since.is_some() {
        return Ok(since);
    }
    let closed_later = ticket::Entity::find()
        .filter(ticket::Column::ConversationId.eq(conversation))
        .filter(ticket::Column::ClosedAt.gte(message.sent_at))
        .one(batch.unit.connection())
        .await?;
    Ok(closed_later.is_none().then_some(message.sent_at))
}

/// Whether somebody sent the word that ends echo mode: nothing else, whatever its case.
async fn is_keyword(
    batch: &Batch<'_>,
    channel: ChannelId,
    content: &Content,
) -> Result<bool, DeskError> {
    let Content::Text { body, .. } = content else {
        return Ok(false);
    };
    let keyword: Option<Option<String>> = channel::Entity::find_by_id(channel)
        .select_only()
        .column(channel::Column::EchoKeyword)
        .into_tuple()
        .one(batch.unit.connection())
        .await?;
    let keyword = keyword.flatten();
    Ok(keyword.is_some_and(|keyword| keyword.to_lowercase() == body.trim().to_lowercase()))
}

/// The customer's first message after an answer that was given at `answered_at`.
async fn next_question(
    batch: &mut Batch<'_>,
    conversation: ConversationId,
    answered_at: UnixMillis,
) -> Result<Option<UnixMillis>, DeskError> {
    let unit = batch.unit;
    let newest = batch.held(conversation)?.now.last_customer_message_at;
    if newest.is_none_or(|newest| newest <= answered_at) {
        return Ok(None);
    }
    let next = message::Entity::find()
        .filter(message::Column::ConversationId.eq(conversation))
        .filter(message::Column::SentAt.gt(answered_at))
        .filter(message::Column::Direction.eq(Direction::Inbound))
        .order_by_asc(message::Column::SentAt)
        .order_by_asc(message::Column::Id)
        .one(unit.connection())
        .await?;
    Ok(next.map(|row| row.sent_at))
}

/// How far a message that the desk did not send has come.
pub(super) async fn insert_delivery(
    batch: &Batch<'_>,
    message_id: MessageId,
    state: DeliveryState,
    at: UnixMillis,
) -> Result<(), DeskError> {
    let reached = |rung: DeliveryState| (state == rung).then_some(at);
    let row = delivery::Model {
        message_id,
        state,
        queued_at: at,
        accepted_at: None,
        sent_at: Some(at).filter(|_| state != DeliveryState::Failed),
        delivered_at: reached(DeliveryState::Delivered),
        read_at: reached(DeliveryState::Read),
        played_at: reached(DeliveryState::Played),
        failed_at: reached(DeliveryState::Failed),
        failure: None,
        pricing: None,
        held_at: None,
        attempts: 1,
        next_attempt_at: None,
        version: 1,
    };
    let active: delivery::ActiveModel = row.into();
    delivery::Entity::insert(active)
        .exec_without_returning(batch.unit.connection())
        .await?;
    Ok(())
}
