//! Read and unread: one state that everybody shares (L-046 to L-048).

use entity::message::{self, Direction, Origin};
use entity::{ConversationId, MessageId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{ConversationView, Held};
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::journal::ConversationChange;
use crate::notification::withdraw_in;
use crate::outbox::{OutboundTask, queue_signal_in};
use crate::storage::UnitOfWork;
use crate::ticket::change::tell;

impl Desk {
    /// Marks a conversation read up to a message (to its end without one), tells Meta, and withdraws
    /// the pushes that wait for it (L-047).
    pub async fn mark_read(
        &self,
        actor: &Actor,
        id: ConversationId,
        up_to: Option<MessageId>,
    ) -> Result<ConversationView, DeskError> {
        actor.require_server()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let mut held = Held::lock_in(unit, &actor, id).await?;
                    if held.now.unread_count > 0 {
                        read_in(unit, &mut held, &actor, up_to).await?;
                    }
                    let row = held.save_in(unit).await?;
                    Ok(ConversationView::for_actor(&actor, &row))
                })
            })
            .await
    }

    /// Marks a conversation unread for everybody (L-048).
    pub async fn mark_unread(
        &self,
        actor: &Actor,
        id: ConversationId,
    ) -> Result<ConversationView, DeskError> {
        actor.require_server()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let mut held = Held::lock_in(unit, &actor, id).await?;
                    if held.now.unread_count == 0 {
                        let newest = newest_first(id).one(unit.connection()).await?;
                        held.now.unread_count = 1;
                        held.now.first_unread_message_id =
                            newest.map(|row| row.id).or(held.now.last_message_id);
                        tell(&mut held, ConversationChange::Unread, actor.person_id());
                    }
                    let row = held.save_in(unit).await?;
                    Ok(ConversationView::for_actor(&actor, &row))
                })
            })
            .await
    }
}

async fn read_in(
    unit: &UnitOfWork,
    held: &mut Held,
    actor: &Actor,
    up_to: Option<MessageId>,
) -> Result<(), DeskError> {
    let (left, first_left, newest_read) = match up_to {
        None => (
            0,
            None,
            newest_first(held.now.id).one(unit.connection()).await?,
        ),
        Some(message) => divide_in(unit, held, message).await?,
    };
    if left >= held.now.unread_count {
        return Ok(());
    }
    held.now.unread_count = left;
    held.now.first_unread_message_id = first_left;
    tell(held, ConversationChange::Read, actor.person_id());
    withdraw_in(unit, held.now.id).await?;
    if let Some(wamid) = newest_read.and_then(|row| row.wamid) {
        let task = OutboundTask::MarkRead { wamid };
        queue_signal_in(unit, &held.now, task, None).await?;
    }
    Ok(())
}

/// How many of the customer's messages come after `up_to`, the first of them, and the last before.
async fn divide_in(
    unit: &UnitOfWork,
    held: &Held,
    up_to: MessageId,
) -> Result<(i32, Option<MessageId>, Option<message::Model>), DeskError> {
    let place = message::Entity::find_by_id(up_to)
        .one(unit.connection())
        .await?
        .filter(|row| row.conversation_id == held.now.id)
        .ok_or_else(|| DeskError::invalid("upTo", "is no message of this conversation"))?;
    let columns = || {
        Expr::tuple([
            Expr::col(message::Column::SentAt),
            Expr::col(message::Column::Id),
        ])
    };
    let there = || Expr::tuple([Expr::val(place.sent_at), Expr::val(place.id)]);
    let after = newest_first(held.now.id)
        .filter(columns().gt(there()))
        // More than are unread cannot stay unread.
        .limit(u64::try_from(held.now.unread_count).unwrap_or(0))
        .all(unit.connection())
        .await?;
    let newest_read = newest_first(held.now.id)
        .filter(columns().lte(there()))
        .one(unit.connection())
        .await?;
    let left = i32::try_from(after.len()).unwrap_or(i32::MAX);
    Ok((left, after.last().map(|row| row.id), newest_read))
}

/// What the customer wrote to the desk, newest first. Calls and history cannot be marked at Meta.
pub(super) fn newest_first(conversation: ConversationId) -> Select<message::Entity> {
    message::Entity::find()
        .filter(message::Column::ConversationId.eq(conversation))
        .filter(message::Column::Direction.eq(Direction::Inbound))
        .filter(message::Column::Origin.eq(Origin::Customer))
        .filter(message::Column::Kind.ne("call"))
        .order_by_desc(message::Column::SentAt)
        .order_by_desc(message::Column::Id)
}
