//! Messages from before the desk knew the number.

use entity::delivery::DeliveryState;
use entity::message::{self, Direction, Origin};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::batch::Batch;
use super::echo::insert_delivery;
use crate::error::DeskError;
use crate::journal::{Event, MessageChange};
use crate::media::register_in;
use crate::message::status::rung;
use crate::message::{Content, NewMessage};
use crate::search;
use crate::webhook::{HistoryMessage, Writer};

/// Writes a message from the past down. It opens no window and no ticket, is not unread, rings nobody
/// and stops no counter (Cloud API reference, section 13).
pub(super) async fn apply(
    batch: &mut Batch<'_>,
    history: &HistoryMessage,
) -> Result<(), DeskError> {
    let message = &history.message;
    let conversation = batch
        .conversation_with(&message.identity, message.channel_id, message.sent_at)
        .await?;
    let direction = match history.writer {
        Writer::Customer => Direction::Inbound,
        Writer::PhoneApp => Direction::Outbound,
    };
    let new = NewMessage {
        wamid: Some(message.wamid.clone()),
        reply_to_wamid: message.reply_to_wamid.clone(),
        forwarded: message.forwarded,
        ..NewMessage::new(
            direction,
            Origin::History,
            message.sent_at,
            message.content.clone(),
        )
    };
    let unit = batch.unit;
    let held = batch.held(conversation)?;
    let Some(row) = new.insert_in(unit, &held.now).await? else {
        return fill_placeholder(batch, history).await;
    };
    held.joined_by(row.id, message.sent_at, false);
    if direction == Direction::Outbound {
        let state = history.status.map_or(DeliveryState::Sent, rung);
        insert_delivery(batch, row.id, state, message.sent_at).await?;
    }
    batch.arrived(message.channel_id, &message.wamid);
    Ok(())
}

/// History names its files first and brings them later, under the same wamid.
async fn fill_placeholder(
    batch: &mut Batch<'_>,
    history: &HistoryMessage,
) -> Result<(), DeskError> {
    let message = &history.message;
    if matches!(message.content, Content::Unsupported { .. }) {
        return Ok(());
    }
    let (content, json) = message.content.clone().storable(batch.unit.redaction());
    let filled = message::Entity::update_many()
        .set(message::ActiveModel {
            kind: Set(content.kind().to_owned()),
            content: Set(json),
            text: Set(content.preview().map(str::to_owned)),
            ..Default::default()
        })
        .col_expr(
            message::Column::Version,
            Expr::col(message::Column::Version).add(1),
        )
        .filter(message::Column::ChannelId.eq(message.channel_id))
        .filter(message::Column::Wamid.eq(&message.wamid))
        .filter(message::Column::Origin.eq(Origin::History))
        .filter(message::Column::Kind.eq("unsupported"))
        .exec_with_returning(batch.unit.connection())
        .await?;
    for row in filled {
        register_in(batch.unit, &row, &content).await?;
        search::add_in(batch.unit, &row, &content).await?;
        let held = batch.held(row.conversation_id)?;
        held.tell(Event::MessageChanged {
            message_id: row.id,
            conversation_id: row.conversation_id,
            change: MessageChange::Other,
        });
    }
    Ok(())
}
