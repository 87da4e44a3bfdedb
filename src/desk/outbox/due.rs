//! When there is something to do.

use entity::outbox::{self, OutboxState};
use entity::{UnixMillis, outbox::Column};
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::rows::in_state;
use crate::Desk;
use crate::error::DeskError;

impl Desk {
    /// When the next entry is due; none when none waits. A due entry may still be held back by an earlier one
    /// of its conversation or by its channel's pause.
    pub async fn next_outbound_at(&self) -> Result<Option<UnixMillis>, DeskError> {
        self.first(Column::RunAt, OutboxState::Queued).await
    }

    /// When the first lease of an attempt runs out; none when none is under way.
    pub async fn next_outbound_lease_end(&self) -> Result<Option<UnixMillis>, DeskError> {
        self.first(Column::LeaseUntil, OutboxState::Claimed).await
    }

    async fn first(
        &self,
        column: Column,
        state: OutboxState,
    ) -> Result<Option<UnixMillis>, DeskError> {
        Ok(outbox::Entity::find()
            .select_only()
            .column(column)
            .filter(in_state(state))
            .order_by_asc(column)
            .limit(1)
            .into_tuple()
            .one(self.database().read())
            .await?)
    }
}
