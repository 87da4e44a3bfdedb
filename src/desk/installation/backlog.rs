//! What waits for the consumers, and for how long: what an operator looks at first when something is slow.

use std::time::Duration;

use entity::media_file::MediaState;
use entity::outbox::OutboxState;
use entity::{UnixMillis, journal as event, media_file, outbox, push_delivery, webhook};
use sea_orm::sea_query::{ExprTrait, IntoCondition};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::desk::Desk;
use crate::journal;
use crate::storage::StorageError;

/// What waits for one part of the program, on all nodes together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Which part, as its failures are counted.
    pub part: &'static str,
    /// How much is due.
    pub waiting: u64,
    /// How long the longest has been due.
    pub lag: Duration,
}

impl Desk {
    /// What is due and not done yet. What waits for a later moment (an attempt after a pause, a push that a device may
    /// still make needless) is not due; what waits for an administrator (a paused channel) is.
    pub async fn backlogs(&self) -> Result<Vec<Backlog>, StorageError> {
        let now = self.now();
        Ok(vec![
            self.backlog::<webhook::Entity>(
                "intake",
                webhook::Column::ReceivedAt,
                webhook::Column::ProcessedAt.is_null(),
            )
            .await?,
            self.backlog::<outbox::Entity>(
                "outbound",
                outbox::Column::RunAt,
                outbox::Column::State
                    .eq(OutboxState::Queued)
                    .and(outbox::Column::RunAt.lte(now)),
            )
            .await?,
            self.backlog::<media_file::Entity>(
                "media",
                media_file::Column::RunAt,
                media_file::Column::State
                    .eq(MediaState::Waiting)
                    .and(media_file::Column::RunAt.lte(now)),
            )
            .await?,
            self.backlog::<event::Entity>(
                "push_plan",
                event::Column::At,
                event::Column::Seq.gt(self.pushes_planned_to().await?),
            )
            .await?,
            self.backlog::<push_delivery::Entity>(
                "push_send",
                push_delivery::Column::RunAt,
                push_delivery::Column::RunAt.lte(now),
            )
            .await?,
        ])
    }

    async fn backlog<E: EntityTrait>(
        &self,
        part: &'static str,
        since: E::Column,
        due: impl IntoCondition,
    ) -> Result<Backlog, StorageError> {
        let found: Option<(i64, Option<UnixMillis>)> = E::find()
            .select_only()
            .column_as(since.count(), "waiting")
            .column_as(since.min(), "oldest")
            .filter(due.into_condition())
            .into_tuple()
            .one(self.database().read())
            .await?;
        let (waiting, oldest) = found.unwrap_or_default();
        let lag = oldest.map_or(0, |oldest| self.now().since(oldest));
        Ok(Backlog {
            part,
            waiting: waiting.unsigned_abs(),
            // Somebody's clock may be ahead of ours.
            lag: Duration::from_millis(u64::try_from(lag).unwrap_or(0)),
        })
    }

    /// Where the pushes are planned from; the journal's end as long as nobody has begun.
    async fn pushes_planned_to(&self) -> Result<i64, StorageError> {
        let position = journal::position(self.database(), "pushes").await?;
        Ok(position.map_or(i64::MAX, |position| position.0))
    }
}
