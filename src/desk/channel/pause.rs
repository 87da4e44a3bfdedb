//! Stopping to send on a channel.

use entity::ChannelId;
use entity::channel::{self, PauseReason};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::journal::{Audience, Event};
use crate::message::FailureRecord;

impl Desk {
    /// Stops sending on a channel; what is queued stays queued. A channel that is paused already keeps its
    /// first reason. It is resumed by [`Desk::update_channel`].
    pub async fn pause_channel(
        &self,
        id: ChannelId,
        reason: PauseReason,
        failure: Option<FailureRecord>,
    ) -> Result<(), DeskError> {
        let failure = failure.and_then(|failure| serde_json::to_value(failure).ok());
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let paused = channel::Entity::update_many()
                        .set(channel::ActiveModel {
                            paused_at: Set(Some(unit.now())),
                            pause_reason: Set(Some(reason)),
                            pause_failure: Set(failure),
                            updated_at: Set(unit.now()),
                            ..Default::default()
                        })
                        .filter(channel::Column::Id.eq(id))
                        .filter(channel::Column::PausedAt.is_null())
                        .exec(unit.connection())
                        .await?;
                    if paused.rows_affected > 0 {
                        unit.append(Event::DirectoryChanged, Audience::Everyone);
                    }
                    Ok(())
                })
            })
            .await
    }
}
