//! Giving claims back, such as at a shutdown.

use entity::media_file::{ActiveModel, Column, Entity, MediaState};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::Desk;
use crate::error::DeskError;
use crate::signals::Signal;

impl Desk {
    /// Gives back everything that `owner` has claimed: the next node begins at once, not when the claims run
    /// out.
    pub async fn release_media(&self, owner: &str) -> Result<(), DeskError> {
        let owner = owner.to_owned();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    Entity::update_many()
                        .set(ActiveModel {
                            state: Set(MediaState::Waiting),
                            owner: Set(None),
                            lease_until: Set(None),
                            ..Default::default()
                        })
                        .col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(1))
                        .filter(Column::State.eq(MediaState::Fetching))
                        .filter(Column::Owner.eq(owner))
                        .exec(unit.connection())
                        .await?;
                    unit.wake(Signal::Media);
                    Ok(())
                })
            })
            .await
    }
}
