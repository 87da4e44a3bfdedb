//! What came of fetching a file.

use entity::media_file::{ActiveModel, MediaState};
use entity::{MessageId, UnixMillis};
use sea_orm::ActiveValue::Set;

use super::Sound;
use super::retry::next_attempt;
use super::rows::{Held, update_in};
use crate::Desk;
use crate::error::DeskError;
use crate::message::without_nul;
use crate::storage::UnitOfWork;

/// What came of fetching a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaOutcome {
    /// It is in the store.
    Stored(StoredFile),
    /// It could not be fetched now.
    Retry {
        /// When to try again; after the end of Meta's id it is expired instead.
        at: UnixMillis,
        /// For operators: no token, no address.
        reason: String,
    },
    /// The desk does not take it: too large, or not what was announced.
    Refused {
        /// For operators.
        reason: String,
    },
    /// The attempt did not take place and does not count.
    Released {
        /// Not before.
        run_at: UnixMillis,
    },
}

/// A file in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Type by its own first bytes.
    pub content_type: String,
    /// Size.
    pub bytes: u64,
    /// Digest, hexadecimal.
    pub sha256: String,
    /// Where the store keeps it; equal for equal files.
    pub storage_key: String,
    /// Of an image: width and height in pixels.
    pub dimensions: Option<(u32, u32)>,
    /// Of sound that could be decoded.
    pub sound: Option<Sound>,
}

impl Desk {
    /// Records what came of fetching a file. A file that is stored stays stored, whoever says what later.
    pub async fn settle_media(
        &self,
        message: MessageId,
        outcome: MediaOutcome,
    ) -> Result<(), DeskError> {
        self.database()
            .write(move |unit| Box::pin(async move { settle_in(unit, message, outcome).await }))
            .await
    }
}

async fn settle_in(
    unit: &UnitOfWork,
    message: MessageId,
    outcome: MediaOutcome,
) -> Result<(), DeskError> {
    let Some(held) = Held::lock_in(unit, message).await? else {
        return Ok(());
    };
    let state = held.file.state;
    let is_stored = matches!(outcome, MediaOutcome::Stored(_));
    if state == MediaState::Stored || (state != MediaState::Fetching && !is_stored) {
        return Ok(());
    }
    let changes = match outcome {
        MediaOutcome::Stored(file) => stored(file),
        MediaOutcome::Refused { reason } => given_up(MediaState::Refused, reason),
        MediaOutcome::Retry { at, reason } => {
            match next_attempt(unit.now(), at, held.file.expires_at) {
                Some(at) => waiting(at, Some(reason), held.file.attempts),
                None => given_up(MediaState::Expired, reason),
            }
        }
        MediaOutcome::Released { run_at } => {
            waiting(run_at, held.file.reason.clone(), held.file.attempts - 1)
        }
    };
    let waits = changes.state == Set(MediaState::Waiting);
    let settled_at = (!waits).then(|| unit.now());
    let changes = ActiveModel {
        owner: Set(None),
        lease_until: Set(None),
        settled_at: Set(settled_at),
        ..changes
    };
    update_in(unit, message, changes).await?;
    if waits {
        return Ok(());
    }
    held.tell_in(unit).await
}

fn stored(file: StoredFile) -> ActiveModel {
    let pixels = |side: u32| i32::try_from(side).ok();
    let (width, height) = file.dimensions.unzip();
    ActiveModel {
        state: Set(MediaState::Stored),
        content_type: Set(Some(file.content_type)),
        bytes: Set(i64::try_from(file.bytes).ok()),
        sha256: Set(Some(file.sha256)),
        storage_key: Set(Some(file.storage_key)),
        width: Set(width.and_then(pixels)),
        height: Set(height.and_then(pixels)),
        duration_ms: Set(file.sound.as_ref().and_then(Sound::duration_column)),
        waveform: Set(file.sound.as_ref().map(Sound::waveform_column)),
        reason: Set(None),
        ..Default::default()
    }
}

fn given_up(state: MediaState, reason: String) -> ActiveModel {
    ActiveModel {
        state: Set(state),
        reason: Set(Some(without_nul(reason))),
        ..Default::default()
    }
}

fn waiting(run_at: UnixMillis, reason: Option<String>, attempts: i32) -> ActiveModel {
    ActiveModel {
        state: Set(MediaState::Waiting),
        run_at: Set(run_at),
        attempts: Set(attempts.max(0)),
        reason: Set(reason.map(without_nul)),
        ..Default::default()
    }
}
