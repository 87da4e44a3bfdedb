//! Calls, shown as entries of the thread.

use entity::message::{self, Direction, Origin};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::batch::Batch;
use super::customer_message::receive;
use crate::error::DeskError;
use crate::journal::{Event, MessageChange};
use crate::message::{Content, NewMessage};
use crate::webhook::{Call, Writer};

/// Writes a call down, or what is new about one that is known. A customer's call opens the window as a
/// message does (Cloud API reference, section 11).
pub(super) async fn apply(batch: &mut Batch<'_>, call: &Call) -> Result<(), DeskError> {
    let conversation = batch
        .conversation_with(&call.identity, call.channel_id, call.at)
        .await?;
    if update_known(batch, call).await? {
        return Ok(());
    }
    let (direction, origin) = match call.writer {
        Writer::Customer => (Direction::Inbound, Origin::Customer),
        Writer::PhoneApp => (Direction::Outbound, Origin::PhoneApp),
    };
    let new = NewMessage {
        wamid: Some(call.call_id.clone()),
        ..NewMessage::new(direction, origin, call.at, content(call))
    };
    if call.writer == Writer::Customer {
        return receive(batch, conversation, new, true).await;
    }
    let unit = batch.unit;
    let held = batch.held(conversation)?;
    if let Some(row) = new.insert_in(unit, &held.now).await? {
        held.joined_by(row.id, call.at, false);
    }
    Ok(())
}

fn content(call: &Call) -> Content {
    Content::Call {
        status: call.status.clone(),
        duration_seconds: call.duration_seconds,
        direction: call.direction.clone(),
    }
}

/// Several webhooks tell of one call; the end is told after the beginning, and is not taken back by a
/// repeated beginning.
async fn update_known(batch: &mut Batch<'_>, call: &Call) -> Result<bool, DeskError> {
    let known = message::Entity::find()
        .filter(message::Column::ChannelId.eq(call.channel_id))
        .filter(message::Column::Wamid.eq(&call.call_id))
        .one(batch.unit.connection())
        .await?;
    let Some(known) = known else {
        return Ok(false);
    };
    let (_, json) = content(call).storable(batch.unit.redaction());
    if call.at <= known.sent_at || json == known.content {
        return Ok(true);
    }
    message::Entity::update_many()
        .set(message::ActiveModel {
            content: Set(json),
            ..Default::default()
        })
        .col_expr(
            message::Column::Version,
            Expr::col(message::Column::Version).add(1),
        )
        .filter(message::Column::Id.eq(known.id))
        .exec(batch.unit.connection())
        .await?;
    let held = batch.held(known.conversation_id)?;
    held.tell(Event::MessageChanged {
        message_id: known.id,
        conversation_id: known.conversation_id,
        change: MessageChange::Other,
    });
    Ok(true)
}
