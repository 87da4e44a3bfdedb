//! Keeping a consumer alive and visible.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio_util::sync::CancellationToken;

/// The first pause after a failure; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Hears that a part of the program came round.
pub trait Report: Send + Sync + 'static {
    /// `part` came round.
    fn came_round(&self, part: &'static str);
}

/// Runs `round` again and again until `stop`. A round does what waits and returns when it may be called
/// again at once, or sleeps itself until there is something to do. A round that fails or panics is logged
/// and tried again after a growing pause: one poisoned entry or a database that restarts stops nothing
/// for good.
pub async fn supervise<Round, Doing, Failure>(
    part: &'static str,
    report: Arc<dyn Report>,
    stop: CancellationToken,
    mut round: Round,
) where
    Round: FnMut() -> Doing,
    Doing: Future<Output = Result<(), Failure>>,
    Failure: std::fmt::Display,
{
    let mut pause = FIRST_PAUSE;
    while !stop.is_cancelled() {
        let outcome = std::panic::AssertUnwindSafe(round()).catch_unwind().await;
        let failure = match outcome {
            Ok(Ok(())) => {
                report.came_round(part);
                pause = FIRST_PAUSE;
                continue;
            }
            Ok(Err(failure)) => failure.to_string(),
            Err(_) => "it panicked".to_owned(),
        };
        metrics::counter!("guiche_consumer_failures_total", "part" => part).increment(1);
        tracing::error!(part, failure, "a consumer failed and will go on");
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    struct Count(AtomicU32);

    impl Report for Count {
        fn came_round(&self, _: &'static str) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_consumer_that_fails_or_panics_goes_on() {
        let rounds = AtomicU32::new(0);
        let report = Arc::new(Count(AtomicU32::new(0)));
        let stop = CancellationToken::new();
        supervise("test", report.clone(), stop.clone(), || async {
            match rounds.fetch_add(1, Ordering::SeqCst) {
                0 => Err("the database is away"),
                1 => panic!("poison"),
                2 => Ok(()),
                _ => {
                    stop.cancel();
                    Ok(())
                }
            }
        })
        .await;
        assert_eq!(rounds.load(Ordering::SeqCst), 4);
        assert_eq!(report.0.load(Ordering::SeqCst), 2);
    }
}
