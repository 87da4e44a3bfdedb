//! Taking pushes to send.

use entity::{
    DeviceId, PersonId, PushDeliveryId, UnixMillis, push_acknowledgement, push_delivery,
    push_subscription,
};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Notice;
use super::render::render;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::storage::UnitOfWork;

/// How long the claimer has to settle before a push is due again, in milliseconds.
const CLAIMED_FOR: i64 = 60_000;

/// One push to send.
#[derive(Clone, Debug, PartialEq)]
pub struct PushJob {
    /// Id, for [`Desk::settle_push`].
    pub id: PushDeliveryId,
    /// Where to.
    pub target: PushTarget,
    /// What to say.
    pub notice: Notice,
    /// The push service refused the full text as too large.
    pub minimal: bool,
    /// How often it was tried before.
    pub attempts: u32,
}

/// A device's address at its browser's push service.
#[derive(Clone, PartialEq, Eq)]
pub struct PushTarget {
    /// Whose device.
    pub person_id: PersonId,
    /// The device.
    pub device_id: DeviceId,
    /// The address, as the browser gave it: to be checked again before use.
    pub endpoint: String,
    /// The device's public key, base64url.
    pub p256dh: String,
    /// The device's secret, base64url.
    pub auth: String,
}

impl From<push_subscription::Model> for PushTarget {
    fn from(row: push_subscription::Model) -> Self {
        Self {
            person_id: row.person_id,
            device_id: row.device_id,
            endpoint: row.endpoint,
            p256dh: row.p256dh,
            auth: row.auth,
        }
    }
}

impl std::fmt::Debug for PushTarget {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Whoever knows the address can push to the device.
        formatter
            .debug_struct("PushTarget")
            .field("person_id", &self.person_id)
            .field("device_id", &self.device_id)
            .finish_non_exhaustive()
    }
}

impl Desk {
    /// Takes up to `limit` pushes that are due, for one minute; after that they are due again. What need not
    /// be sent any more (acknowledged, read, reassigned, expired, or followed by a newer one of the same
    /// conversation) is removed instead. Nothing is written when nothing is due.
    pub async fn claim_pushes(&self, limit: u64) -> Result<Vec<PushJob>, DeskError> {
        while self
            .next_push_at()
            .await?
            .is_some_and(|at| at <= self.now())
        {
            let claimed = self.claim_rows(limit).await?;
            if claimed.is_empty() {
                break;
            }
            let rendered = render(self, claimed).await?;
            if !rendered.obsolete.is_empty() {
                self.remove(rendered.obsolete).await?;
            }
            if !rendered.jobs.is_empty() {
                return Ok(rendered.jobs);
            }
        }
        Ok(Vec::new())
    }

    /// When the next push is due; none when none waits.
    pub async fn next_push_at(&self) -> Result<Option<UnixMillis>, DeskError> {
        let first = push_delivery::Entity::find()
            .select_only()
            .column(push_delivery::Column::RunAt)
            .order_by_asc(push_delivery::Column::RunAt)
            .limit(1)
            .into_tuple()
            .one(self.database().read())
            .await?;
        Ok(first)
    }

    /// How many pushes wait, for whoever watches the queue.
    pub async fn waiting_pushes(&self) -> Result<u64, DeskError> {
        Ok(push_delivery::Entity::find()
            .count(self.database().read())
            .await?)
    }

    async fn claim_rows(&self, limit: u64) -> Result<Vec<push_delivery::Model>, DeskError> {
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    remove_needless_in(unit).await?;
                    let due = push_delivery::Entity::find()
                        .filter(push_delivery::Column::RunAt.lte(unit.now()))
                        .order_by_asc(push_delivery::Column::RunAt)
                        .order_by_asc(push_delivery::Column::Id)
                        .limit(limit)
                        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
                        .all(unit.connection())
                        .await?;
                    hold_back_in(unit, &due).await?;
                    Ok(due)
                })
            })
            .await
    }

    async fn remove(&self, ids: Vec<PushDeliveryId>) -> Result<(), DeskError> {
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    push_delivery::Entity::delete_many()
                        .filter(push_delivery::Column::Id.is_in(ids))
                        .exec(unit.connection())
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}

/// Removes what is too old, and what the very device has shown (L-186): it may have said so before the push
/// was planned.
async fn remove_needless_in(unit: &UnitOfWork) -> Result<(), DeskError> {
    use push_acknowledgement::Column as Shown;
    use push_delivery::Column as Push;
    use push_subscription::Column as Subscription;

    let shown = Query::select()
        .column((push_delivery::Entity, Push::Id))
        .from(push_delivery::Entity)
        .inner_join(
            push_subscription::Entity,
            Expr::col((push_subscription::Entity, Subscription::Id))
                .equals((push_delivery::Entity, Push::SubscriptionId)),
        )
        .inner_join(
            push_acknowledgement::Entity,
            Expr::col((push_acknowledgement::Entity, Shown::DeviceId))
                .equals((push_subscription::Entity, Subscription::DeviceId))
                .and(
                    Expr::col((push_acknowledgement::Entity, Shown::MessageId))
                        .equals((push_delivery::Entity, Push::MessageId)),
                )
                .and(
                    Expr::col((push_acknowledgement::Entity, Shown::PersonId))
                        .equals((push_subscription::Entity, Subscription::PersonId)),
                ),
        )
        .and_where(Expr::col((push_delivery::Entity, Push::RunAt)).lte(unit.now()))
        .take();
    push_delivery::Entity::delete_many()
        .filter(
            Push::ExpiresAt
                .lte(unit.now())
                .or(Push::Id.in_subquery(shown)),
        )
        .exec(unit.connection())
        .await?;
    Ok(())
}

async fn hold_back_in(unit: &UnitOfWork, due: &[push_delivery::Model]) -> Result<(), DeskError> {
    if due.is_empty() {
        return Ok(());
    }
    push_delivery::Entity::update_many()
        .col_expr(
            push_delivery::Column::RunAt,
            Expr::value(unit.now().plus(CLAIMED_FOR)),
        )
        .col_expr(
            push_delivery::Column::Attempts,
            Expr::col(push_delivery::Column::Attempts).add(1),
        )
        .filter(push_delivery::Column::Id.is_in(due.iter().map(|row| row.id)))
        .exec(unit.connection())
        .await?;
    Ok(())
}
