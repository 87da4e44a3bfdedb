//! Attempts whose node died.

use entity::outbox::{self, OutboxState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

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
            .write(move |unit| Box::pin(recover_in(unit)))
            .await
    }
}

async fn recover_in(unit: &UnitOfWork) -> Result<u64, DeskError> {
    let left_behind = outbox::Entity::find()
        .filter(outbox::Column::State.eq(OutboxState::Claimed))
        .filter(outbox::Column::LeaseUntil.lt(unit.now()))
        .limit(CHUNK)
        .all(unit.connection())
        .await?;
    for entry in &left_behind {
        give_up_in(unit, entry).await?;
    }
    Ok(u64::try_from(left_behind.len()).unwrap_or(CHUNK))
}
