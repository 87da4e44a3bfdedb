//! What has to be done now and then, in small portions.

use std::time::Duration;

use desk::Desk;
use desk::webhook::Pruned;
use tokio_util::sync::CancellationToken;

/// Between two rounds.
const ROUND: Duration = Duration::from_mins(5);
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
pub async fn run(desk: Desk, retention: Retention, stop: CancellationToken) {
    let mut round = tokio::time::interval(ROUND);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = round.tick() => {}
        }
        if let Err(error) = tidy(&desk, retention, &stop).await {
            tracing::warn!(error = %error, "housekeeping failed and will be tried again");
        }
    }
}

async fn tidy(
    desk: &Desk,
    retention: Retention,
    stop: &CancellationToken,
) -> Result<(), desk::DeskError> {
    let horizon = desk.now().plus(-DAY * i64::from(retention.journal));
    while !stop.is_cancelled() {
        let compacted = desk.compact_journal(horizon).await?;
        if !compacted.more {
            break;
        }
        // Between two portions everybody else may write.
        tokio::task::yield_now().await;
    }
    while !stop.is_cancelled() && desk.index_earlier_messages(MESSAGES).await? {
        tokio::task::yield_now().await;
    }
    let keep = DAY * i64::from(retention.webhooks);
    while !stop.is_cancelled() && desk.prune(keep).await? != Pruned::default() {
        tokio::task::yield_now().await;
    }
    Ok(())
}
