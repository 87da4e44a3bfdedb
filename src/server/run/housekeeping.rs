//! What has to be done now and then, in small portions.

use std::time::Duration;

use desk::webhook::Pruned;
use desk::{Desk, DeskError};
use files::{FileStore, StoreError};
use tokio_util::sync::CancellationToken;

/// Between two rounds.
const ROUND: Duration = Duration::from_mins(5);
/// Until the next round when old events wait for a consumer, as they do right after a start.
const SOON: Duration = Duration::from_secs(5);
/// How many messages are made findable in one transaction.
const MESSAGES: u64 = 500;
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// How long what is kept.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// Raw webhooks, in days.
    pub webhooks: u16,
    /// Events, in days.
    pub journal: u16,
}

/// Forgets what is old enough, until `stop`.
pub async fn run(desk: Desk, files: FileStore, retention: Retention, stop: CancellationToken) {
    let mut pause = Duration::ZERO;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = ROUND;
        if let Err(error) = tidy_files(&desk, &files, &stop).await {
            tracing::warn!(error = %error, "forgotten files stay and will be removed later");
        }
        match tidy(&desk, retention, &stop).await {
            Ok(Tidied { held_up: true }) => pause = SOON,
            Ok(Tidied { held_up: false }) => {}
            Err(error) => {
                tracing::warn!(error = %error, "housekeeping failed and will be tried again");
            }
        }
    }
}

/// Why files could not be tidied.
#[derive(Debug, thiserror::Error)]
enum Untidied {
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Removes what was brought a day ago and nothing uses: first the bytes, then the row that names them.
async fn tidy_files(
    desk: &Desk,
    files: &FileStore,
    stop: &CancellationToken,
) -> Result<(), Untidied> {
    while !stop.is_cancelled() {
        let expired = desk.expired_uploads().await?;
        if expired.is_empty() {
            break;
        }
        for key in expired
            .iter()
            .filter_map(|upload| upload.unused_key.as_deref())
        {
            files.remove_forgotten(key, desk.now().0).await?;
        }
        desk.forget_uploads(expired.into_iter().map(|upload| upload.id).collect())
            .await?;
    }
    Ok(())
}

/// What a round left.
struct Tidied {
    /// Whether old events wait for a consumer.
    held_up: bool,
}

async fn tidy(
    desk: &Desk,
    retention: Retention,
    stop: &CancellationToken,
) -> Result<Tidied, DeskError> {
    let horizon = desk.now().plus(-DAY * i64::from(retention.journal));
    let mut held_up = false;
    while !stop.is_cancelled() {
        let compacted = desk.compact_journal(horizon).await?;
        held_up = compacted.held_up;
        if !compacted.more {
            break;
        }
        // Between two portions everybody else may write.
        tokio::task::yield_now().await;
    }
    let reopened = desk.reopen_what_was_left_behind(None).await?;
    if reopened > 0 {
        tracing::info!(
            reopened,
            "conversations of people who were deactivated are open again"
        );
    }
    while !stop.is_cancelled() && desk.index_earlier_messages(MESSAGES).await? {
        tokio::task::yield_now().await;
    }
    let keep = DAY * i64::from(retention.webhooks);
    while !stop.is_cancelled() && desk.prune(keep).await? != Pruned::default() {
        tokio::task::yield_now().await;
    }
    Ok(Tidied { held_up })
}
