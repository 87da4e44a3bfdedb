//! What came of a push.

use entity::{PushDeliveryId, PushSubscriptionId, push_delivery, push_subscription};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait,
    QueryFilter, QuerySelect,
};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::signals::Signal;
use crate::storage::UnitOfWork;

/// How long to wait when the push service refuses us, in milliseconds: an operator must act first.
const AFTER_MISCONFIGURATION: i64 = 5 * 60 * 1_000;
/// The longest reason that is kept, in characters.
const LONGEST_REASON: usize = 200;

/// What came of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PushOutcome {
    /// The push service took it.
    Accepted,
    /// The address does not exist any more.
    Gone,
    /// Try again.
    Retry {
        /// In how many milliseconds.
        after_ms: u64,
    },
    /// The push service takes less: try again with less text.
    TooLarge,
    /// Nobody will try again.
    GaveUp {
        /// For the list of devices.
        reason: String,
    },
    /// The push service refuses us, not the device: an operator must act; try again later.
    Misconfigured {
        /// For the list of devices.
        reason: String,
    },
}

impl Desk {
    /// Records what came of a push (F18). Nothing is done for one that was withdrawn meanwhile.
    pub async fn settle_push(
        &self,
        id: PushDeliveryId,
        outcome: PushOutcome,
    ) -> Result<(), DeskError> {
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let row = push_delivery::Entity::find_by_id(id)
                        .lock_exclusive()
                        .one(unit.connection())
                        .await?;
                    match row {
                        Some(row) => settle_in(unit, row, outcome).await,
                        None => Ok(()),
                    }
                })
            })
            .await
    }
}

async fn settle_in(
    unit: &UnitOfWork,
    row: push_delivery::Model,
    outcome: PushOutcome,
) -> Result<(), DeskError> {
    note_in(unit, row.subscription_id, &outcome).await?;
    match outcome {
        // The subscription is gone, and the pushes to it with it.
        PushOutcome::Gone => Ok(()),
        PushOutcome::Retry { after_ms } => {
            try_again_in(unit, row, i64::try_from(after_ms).unwrap_or(i64::MAX)).await
        }
        PushOutcome::Misconfigured { .. } => try_again_in(unit, row, AFTER_MISCONFIGURATION).await,
        PushOutcome::TooLarge if !row.minimal => {
            let mut row = row.into_active_model();
            row.minimal = Set(true);
            row.run_at = Set(unit.now());
            row.update(unit.connection()).await?;
            unit.wake(Signal::Pushes);
            Ok(())
        }
        PushOutcome::Accepted | PushOutcome::TooLarge | PushOutcome::GaveUp { .. } => {
            row.delete(unit.connection()).await?;
            Ok(())
        }
    }
}

async fn try_again_in(
    unit: &UnitOfWork,
    row: push_delivery::Model,
    after: i64,
) -> Result<(), DeskError> {
    let run_at = unit.now().plus(after);
    if run_at >= row.expires_at {
        row.delete(unit.connection()).await?;
        return Ok(());
    }
    let mut row = row.into_active_model();
    row.run_at = Set(run_at);
    row.update(unit.connection()).await?;
    Ok(())
}

/// Notes with the device how its push went; forgets the device when its address is gone.
pub(super) async fn note_in(
    unit: &UnitOfWork,
    subscription: PushSubscriptionId,
    outcome: &PushOutcome,
) -> Result<(), DeskError> {
    let is_it = push_subscription::Column::Id.eq(subscription);
    let mut changes = <push_subscription::ActiveModel as Default>::default();
    match outcome {
        PushOutcome::Gone => {
            push_subscription::Entity::delete_many()
                .filter(is_it)
                .exec(unit.connection())
                .await?;
            return Ok(());
        }
        PushOutcome::Accepted => {
            changes.last_accepted_at = Set(Some(unit.now()));
            changes.last_failure = Set(None);
        }
        PushOutcome::GaveUp { reason } | PushOutcome::Misconfigured { reason } => {
            changes.last_failure = Set(Some(cleaned(reason)));
        }
        PushOutcome::Retry { .. } | PushOutcome::TooLarge => return Ok(()),
    }
    push_subscription::Entity::update_many()
        .set(changes)
        .filter(is_it)
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// Something that a push service or a library said, fit to be kept and shown.
fn cleaned(reason: &str) -> String {
    let visible = reason.chars().filter(|c| !c.is_control());
    visible.take(LONGEST_REASON).collect()
}
