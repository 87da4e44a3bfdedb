//! Which entries may leave now.

use entity::outbox::{self, OutboxState};
use entity::{UnixMillis, channel};
use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait, LockBehavior, LockType, Query, SelectStatement,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::rows::in_state;

/// What is due at `now`, oldest first; locked, without waiting for what somebody else has locked. A
/// message waits while an earlier one of its conversation waits or is being sent; one whose fate is unknown
/// holds up nobody.
pub(super) fn heads(now: UnixMillis, limit: u64) -> Select<outbox::Entity> {
    outbox::Entity::find()
        .filter(in_state(OutboxState::Queued))
        .filter(outbox::Column::RunAt.lte(now))
        .filter(
            Condition::any()
                .add(outbox::Column::InOrder.eq(false))
                .add(Expr::exists(earlier_of_the_conversation()).not()),
        )
        .filter(outbox::Column::ChannelId.not_in_subquery(paused_channels()))
        .order_by_asc(outbox::Column::RunAt)
        .order_by_asc(outbox::Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
}

fn earlier_of_the_conversation() -> SelectStatement {
    let earlier = Alias::new("earlier");
    let of = |column| Expr::col((earlier.clone(), column));
    let this = |column| Expr::col((outbox::Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from_as(outbox::Entity, earlier.clone())
        .and_where(of(outbox::Column::ConversationId).eq(this(outbox::Column::ConversationId)))
        .and_where(of(outbox::Column::Id).lt(this(outbox::Column::Id)))
        .and_where(of(outbox::Column::InOrder).eq(true))
        .and_where(of(outbox::Column::State).ne(OutboxState::Unknown))
        .to_owned()
}

fn paused_channels() -> SelectStatement {
    Query::select()
        .column(channel::Column::Id)
        .from(channel::Entity)
        .and_where(channel::Column::PausedAt.is_not_null())
        .to_owned()
}
