//! Holding on to a claim whose attempt has to wait for something long, such as a file on its way to Meta.

use std::time::Duration;

use entity::OutboxId;
use entity::outbox::{ActiveModel, Column, Entity, OutboxState};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::claim::LEASE;
use crate::Desk;
use crate::error::DeskError;

impl Desk {
    /// How often a claim that lasts must be renewed at least.
    pub const OUTBOUND_RENEWAL: Duration = Duration::from_millis(LEASE.unsigned_abs() / 3);

    /// Holds on to a claim of `owner` for as long again.
    pub async fn renew_outbound(&self, owner: &str, id: OutboxId) -> Result<(), DeskError> {
        let owner = owner.to_owned();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    Entity::update_many()
                        .set(ActiveModel {
                            lease_until: Set(Some(unit.now().plus(LEASE))),
                            ..Default::default()
                        })
                        .filter(Column::Id.eq(id))
                        .filter(Column::State.eq(OutboxState::Claimed))
                        .filter(Column::Owner.eq(owner))
                        .exec(unit.connection())
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}
