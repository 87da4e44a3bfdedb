//! Forgetting what has served its time.

use entity::{ChannelId, UnixMillis, message, pending_effect, webhook};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::apply_pending_in;
use crate::Desk;
use crate::error::DeskError;
use crate::storage::UnitOfWork;

/// How many rows one transaction forgets: a webhook must never wait long for it (F22).
const CHUNK: u64 = 500;
/// How long an effect waits for its message, in milliseconds. The message was sent by another program
/// on the same number, or before the desk knew it (Cloud API reference, section 5).
const WAITS: i64 = 60 * 60 * 1_000;

/// What was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Bodies of webhooks that were processed long ago.
    pub webhooks: u64,
    /// Effects whose message never came.
    pub effects: u64,
}

impl Desk {
    /// Forgets processed webhooks that came more than `keep_webhooks` milliseconds ago, and effects whose
    /// message did not come within an hour: a chunk of each; call again until nothing is left.
    pub async fn prune(&self, keep_webhooks: i64) -> Result<Pruned, DeskError> {
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    reunite_in(unit).await?;
                    Ok(Pruned {
                        webhooks: prune_webhooks_in(unit, unit.now().plus(-keep_webhooks)).await?,
                        effects: prune_effects_in(unit, unit.now().plus(-WAITS)).await?,
                    })
                })
            })
            .await
    }
}

/// Applies effects whose message is there. On PostgreSQL the two can be stored at the very same moment
/// by two nodes, neither of which sees the other's.
async fn reunite_in(unit: &UnitOfWork) -> Result<(), DeskError> {
    let its_message = Query::select()
        .expr(Expr::val(1))
        .from(message::Entity)
        .and_where(
            Expr::col((message::Entity, message::Column::ChannelId))
                .equals((pending_effect::Entity, pending_effect::Column::ChannelId)),
        )
        .and_where(
            Expr::col((message::Entity, message::Column::Wamid))
                .equals((pending_effect::Entity, pending_effect::Column::Wamid)),
        )
        .to_owned();
    let found = pending_effect::Entity::find()
        .filter(Expr::exists(its_message))
        .order_by_asc(pending_effect::Column::Id)
        .limit(CHUNK)
        .all(unit.connection())
        .await?;
    let mut messages: Vec<(ChannelId, String)> = found
        .into_iter()
        .map(|row| (row.channel_id, row.wamid))
        .collect();
    messages.dedup();
    apply_pending_in(unit, &messages).await
}

async fn prune_webhooks_in(unit: &UnitOfWork, before: UnixMillis) -> Result<u64, DeskError> {
    let old: Vec<i64> = webhook::Entity::find()
        .select_only()
        .column(webhook::Column::Seq)
        .filter(webhook::Column::ReceivedAt.lt(before))
        .filter(webhook::Column::ProcessedAt.is_not_null())
        .order_by_asc(webhook::Column::ReceivedAt)
        .limit(CHUNK)
        .into_tuple()
        .all(unit.connection())
        .await?;
    if old.is_empty() {
        return Ok(0);
    }
    let deleted = webhook::Entity::delete_many()
        .filter(webhook::Column::Seq.is_in(old))
        .exec(unit.connection())
        .await?;
    Ok(deleted.rows_affected)
}

async fn prune_effects_in(unit: &UnitOfWork, before: UnixMillis) -> Result<u64, DeskError> {
    let old: Vec<i64> = pending_effect::Entity::find()
        .select_only()
        .column(pending_effect::Column::Id)
        .filter(pending_effect::Column::ReceivedAt.lt(before))
        .order_by_asc(pending_effect::Column::ReceivedAt)
        .limit(CHUNK)
        .into_tuple()
        .all(unit.connection())
        .await?;
    if old.is_empty() {
        return Ok(0);
    }
    let deleted = pending_effect::Entity::delete_many()
        .filter(pending_effect::Column::Id.is_in(old))
        .exec(unit.connection())
        .await?;
    Ok(deleted.rows_affected)
}
