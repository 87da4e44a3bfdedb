//! Rows turned into views, in a fixed number of statements however many rows.

use std::collections::HashMap;

use entity::message::Direction;
use entity::{MessageId, delivery, message, reaction};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
};

use super::{
    Content, DeliveryView, FailureRecord, MessageView, QuotedView, ReactionAuthor, ReactionView,
};

/// The views of `rows`, in their order: at most three statements (deliveries, reactions, quotes).
pub(crate) async fn views_in<C: ConnectionTrait>(
    connection: &C,
    rows: Vec<message::Model>,
) -> Result<Vec<MessageView>, DbErr> {
    let mut deliveries = deliveries_in(connection, &rows).await?;
    let mut reactions = reactions_in(connection, &rows).await?;
    let quoted = quoted_in(connection, &rows).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let delivery = deliveries.remove(&row.id);
            let reactions = reactions.remove(&row.id).unwrap_or_default();
            view(row, delivery, reactions, &quoted)
        })
        .collect())
}

/// The view of one row.
pub(crate) async fn view_in<C: ConnectionTrait>(
    connection: &C,
    row: message::Model,
) -> Result<MessageView, DbErr> {
    let id = row.id;
    let view = views_in(connection, vec![row]).await?.pop();
    view.ok_or_else(|| DbErr::RecordNotFound(format!("message {id}")))
}

async fn deliveries_in<C: ConnectionTrait>(
    connection: &C,
    rows: &[message::Model],
) -> Result<HashMap<MessageId, delivery::Model>, DbErr> {
    let ids: Vec<_> = rows
        .iter()
        .filter(|row| row.direction == Direction::Outbound)
        .map(|row| row.id)
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = delivery::Entity::find()
        .filter(delivery::Column::MessageId.is_in(ids))
        .all(connection)
        .await?;
    Ok(found.into_iter().map(|row| (row.message_id, row)).collect())
}

async fn reactions_in<C: ConnectionTrait>(
    connection: &C,
    rows: &[message::Model],
) -> Result<HashMap<MessageId, Vec<ReactionView>>, DbErr> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let found = reaction::Entity::find()
        .filter(reaction::Column::MessageId.is_in(rows.iter().map(|row| row.id)))
        .filter(reaction::Column::Emoji.is_not_null())
        .order_by_asc(reaction::Column::ReactedAt)
        .all(connection)
        .await?;
    let mut by_message: HashMap<MessageId, Vec<ReactionView>> = HashMap::new();
    for row in found {
        let author = ReactionAuthor::of(&row);
        if let Some(emoji) = row.emoji {
            by_message
                .entry(row.message_id)
                .or_default()
                .push(ReactionView {
                    emoji,
                    author,
                    at: row.reacted_at,
                    state: row.state,
                    failure: row.failure.map(FailureRecord::from_json),
                });
        }
    }
    Ok(by_message)
}

/// Originals by wamid, where a quote names only that.
async fn quoted_in<C: ConnectionTrait>(
    connection: &C,
    rows: &[message::Model],
) -> Result<HashMap<String, (MessageId, entity::ConversationId)>, DbErr> {
    let mut wanted = Condition::any();
    let mut any = false;
    for row in rows.iter().filter(|row| row.reply_to_id.is_none()) {
        if let Some(wamid) = &row.reply_to_wamid {
            any = true;
            wanted = wanted.add(
                Condition::all()
                    .add(message::Column::ChannelId.eq(row.channel_id))
                    .add(message::Column::Wamid.eq(wamid)),
            );
        }
    }
    if !any {
        return Ok(HashMap::new());
    }
    let found = message::Entity::find()
        .filter(wanted)
        .all(connection)
        .await?;
    Ok(found
        .into_iter()
        .filter_map(|row| Some((row.wamid?, (row.id, row.conversation_id))))
        .collect())
}

fn view(
    row: message::Model,
    delivery: Option<delivery::Model>,
    reactions: Vec<ReactionView>,
    quoted: &HashMap<String, (MessageId, entity::ConversationId)>,
) -> MessageView {
    let reply_to = quote(&row, quoted);
    // Both only grow, so their sum does.
    let version = row.version + delivery.as_ref().map_or(0, |delivery| delivery.version);
    MessageView {
        id: row.id,
        conversation_id: row.conversation_id,
        channel_id: row.channel_id,
        ticket_id: row.ticket_id,
        wamid: row.wamid,
        direction: row.direction,
        origin: row.origin,
        author_id: row.author_id,
        client_key: row.client_key,
        content: Content::from_json(row.content, &row.kind),
        text: row.text,
        delivery: delivery.map(DeliveryView::from),
        reply_to,
        reactions,
        forwarded: row.forwarded,
        sent_at: row.sent_at,
        received_at: row.received_at,
        edited_at: row.edited_at,
        revoked_at: row.revoked_at,
        version,
    }
}

fn quote(
    row: &message::Model,
    quoted: &HashMap<String, (MessageId, entity::ConversationId)>,
) -> Option<QuotedView> {
    if row.reply_to_id.is_none() && row.reply_to_wamid.is_none() {
        return None;
    }
    let found = row
        .reply_to_wamid
        .as_ref()
        .and_then(|wamid| quoted.get(wamid))
        // A wamid of another conversation would show its viewers what they may not see.
        .filter(|(_, conversation)| *conversation == row.conversation_id)
        .map(|(id, _)| *id);
    Some(QuotedView {
        wamid: row.reply_to_wamid.clone(),
        message_id: row.reply_to_id.or(found),
    })
}

impl From<delivery::Model> for DeliveryView {
    fn from(row: delivery::Model) -> Self {
        Self {
            state: row.state,
            queued_at: row.queued_at,
            accepted_at: row.accepted_at,
            sent_at: row.sent_at,
            delivered_at: row.delivered_at,
            read_at: row.read_at,
            played_at: row.played_at,
            failed_at: row.failed_at,
            failure: row.failure.map(FailureRecord::from_json),
            pricing: row.pricing,
            held_at: row.held_at,
            attempts: row.attempts,
            next_attempt_at: row.next_attempt_at,
        }
    }
}
