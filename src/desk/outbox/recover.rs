//! Attempts whose node died.

use entity::outbox::{self, OutboxState};
use sea_orm::sea_query::IntoCondition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::rows::in_state;
use super::settle::give_up_in;
use crate::Desk;
use crate::error::DeskError;
use crate::storage::UnitOfWork;

/// How many claims are ended in one transaction.
const CHUNK: u64 = 200;

impl Desk {
    /// Ends claims whose lease ran out: nobody can know whether Meta took the message, so it becomes
    /// unknown (F3); the rest is queued again. Returns how many; call again until none is left.
    pub async fn recover_outbound(&self) -> Result<u64, DeskError> {
        self.database()
            .write(move |unit| {
                let ran_out = outbox::Column::LeaseUntil.lt(unit.now());
                Box::pin(end_in(unit, ran_out))
            })
            .await
    }

    /// The same for all claims of `owner`, whose earlier process has died. Only the process that has its
    /// name now can know that, and only before it claims anything itself.
    pub async fn recover_outbound_of(&self, owner: &str) -> Result<u64, DeskError> {
        let owner = owner.to_owned();
        self.database()
            .write(move |unit| Box::pin(end_in(unit, outbox::Column::Owner.eq(owner))))
            .await
    }
}

async fn end_in(unit: &UnitOfWork, which: impl IntoCondition) -> Result<u64, DeskError> {
    let left_behind = outbox::Entity::find()
        .filter(in_state(OutboxState::Claimed))
        .filter(which)
        .limit(CHUNK)
        .all(unit.connection())
        .await?;
    for entry in &left_behind {
        give_up_in(unit, entry).await?;
    }
    Ok(u64::try_from(left_behind.len()).unwrap_or(CHUNK))
}
