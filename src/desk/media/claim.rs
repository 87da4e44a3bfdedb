//! Taking files to fetch.

use std::time::Duration;

use entity::channel::{self, PauseReason};
use entity::media_file::{ActiveModel, Column, Entity, MediaState, Model};
use entity::{ChannelId, MessageId, UnixMillis};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, LockBehavior, LockType, Query, SelectStatement,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Desk;
use crate::error::DeskError;
use crate::storage::{StorageError, UnitOfWork};

/// How long a claim holds unless it is renewed, in milliseconds.
const LEASE: i64 = 60_000;

/// A file to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaJob {
    /// Whose file, for [`Desk::settle_media`].
    pub message_id: MessageId,
    /// Whose token fetches it.
    pub channel_id: ChannelId,
    /// Meta's id of the file.
    pub meta_media_id: String,
    /// Type as the sender's app declared it; untrusted.
    pub declared_type: String,
    /// Digest as the webhook wrote it: base64 or hexadecimal.
    pub expected_sha256: Option<String>,
    /// How often it was tried before.
    pub attempts: u32,
}

impl From<Model> for MediaJob {
    fn from(row: Model) -> Self {
        Self {
            message_id: row.message_id,
            channel_id: row.channel_id,
            meta_media_id: row.meta_media_id,
            declared_type: row.declared_type,
            expected_sha256: row.expected_sha256,
            attempts: u32::try_from(row.attempts).unwrap_or(0),
        }
    }
}

impl Desk {
    /// How often a claim that lasts must be renewed at least.
    pub const MEDIA_RENEWAL: Duration = Duration::from_millis(LEASE.unsigned_abs() / 3);

    /// Claims at most `limit` files that are due for `owner`, the longest due first. Files of a channel
    /// whose token Meta refuses wait until it is mended; those of one that an administrator has paused do not:
    /// nothing is sent, and Meta's ids do not wait.
    pub async fn claim_media(&self, owner: &str, limit: u64) -> Result<Vec<MediaJob>, DeskError> {
        let owner = owner.to_owned();
        self.database()
            .write(move |unit| Box::pin(async move { claim_in(unit, &owner, limit).await }))
            .await
    }

    /// Holds on to the claims of `owner` for as long again.
    pub async fn renew_media(&self, owner: &str, files: &[MessageId]) -> Result<(), DeskError> {
        let (owner, files) = (owner.to_owned(), files.to_vec());
        self.database()
            .write(move |unit| Box::pin(async move { renew_in(unit, owner, files).await }))
            .await
    }
}

async fn claim_in(unit: &UnitOfWork, owner: &str, limit: u64) -> Result<Vec<MediaJob>, DeskError> {
    let due = due_in(unit, limit).await?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    Entity::update_many()
        .set(ActiveModel {
            state: Set(MediaState::Fetching),
            owner: Set(Some(owner.to_owned())),
            lease_until: Set(Some(unit.now().plus(LEASE))),
            ..Default::default()
        })
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::MessageId.is_in(due.iter().map(|row| row.message_id)))
        .exec(unit.connection())
        .await?;
    Ok(due.into_iter().map(MediaJob::from).collect())
}

/// What waits and is due, and what a node left behind when it died.
async fn due_in(unit: &UnitOfWork, limit: u64) -> Result<Vec<Model>, StorageError> {
    let left_behind = Condition::all()
        .add(Column::State.eq(MediaState::Fetching))
        .add(Column::LeaseUntil.lt(unit.now()));
    let waiting = Condition::all()
        .add(Column::State.eq(MediaState::Waiting))
        .add(Column::RunAt.lte(unit.now()));
    Ok(Entity::find()
        .filter(Condition::any().add(waiting).add(left_behind))
        .filter(Column::ChannelId.not_in_subquery(refused_channels()))
        .order_by_asc(Column::RunAt)
        .order_by_asc(Column::MessageId)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(unit.connection())
        .await?)
}

fn refused_channels() -> SelectStatement {
    Query::select()
        .column(channel::Column::Id)
        .from(channel::Entity)
        .and_where(channel::Column::PausedAt.is_not_null())
        .and_where(
            channel::Column::PauseReason
                .is_in([PauseReason::TokenRejected, PauseReason::AccountRestricted]),
        )
        .to_owned()
}

async fn renew_in(
    unit: &UnitOfWork,
    owner: String,
    files: Vec<MessageId>,
) -> Result<(), DeskError> {
    let until: UnixMillis = unit.now().plus(LEASE);
    Entity::update_many()
        .set(ActiveModel {
            lease_until: Set(Some(until)),
            ..Default::default()
        })
        .filter(Column::MessageId.is_in(files))
        .filter(Column::State.eq(MediaState::Fetching))
        .filter(Column::Owner.eq(owner))
        .exec(unit.connection())
        .await?;
    Ok(())
}
