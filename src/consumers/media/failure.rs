//! What to do about a file that could not be fetched.
//!
//! Nothing is at stake but time: everything that may pass is tried again with growing pauses, until Meta's id
//! dies, which the desk knows. Only what cannot get better is refused.

use entity::UnixMillis;
use entity::channel::PauseReason;
use files::StoreError;
use whatsapp::WireError;
use whatsapp::client::{CallError, DownloadError};

/// How often a file that is not what was announced is asked for again.
const MOST_MISMATCHES: u32 = 6;
/// The first pause, in milliseconds; each is four times the one before.
const FIRST_PAUSE: i64 = 5_000;
/// The longest.
const LONGEST_PAUSE: i64 = 6 * 60 * 60 * 1_000;
/// HTTP's word for a token that is not good.
const UNAUTHORIZED: u16 = 401;

/// Why a file could not be fetched.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// Meta did not say where it is.
    #[error("{0}")]
    Call(#[from] CallError),
    /// It did not come.
    #[error("{0}")]
    Download(#[from] DownloadError),
    /// It could not be kept.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The channel's number is none.
    #[error("{0}")]
    Channel(#[from] whatsapp::InvalidIdentifier),
    /// The desk did not say whose token fetches it.
    #[error("{0}")]
    Desk(#[from] desk::DeskError),
    /// What came is not what was announced.
    #[error("what came has another digest or size than Meta announced")]
    Mismatch,
    /// Nothing came.
    #[error("the file is empty")]
    Empty,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Try again at this time.
    RetryAt(UnixMillis),
    /// Stop everything on this channel until somebody has mended it (F29).
    PauseChannel(PauseReason),
    /// Never take it.
    Refuse,
}

/// Decides. `attempts` counts those made, this one included; `jitter` is a random share from 0 to 1.
pub(super) fn decide(failure: &Failure, attempts: u32, now: UnixMillis, jitter: f64) -> Next {
    if let Some(reason) = channel_trouble(failure) {
        return Next::PauseChannel(reason);
    }
    match failure {
        Failure::Download(DownloadError::TooLarge { .. }) => Next::Refuse,
        Failure::Mismatch | Failure::Empty if attempts >= MOST_MISMATCHES => Next::Refuse,
        _ => Next::RetryAt(now.plus(pause(attempts, jitter))),
    }
}

/// Meta refuses the token or the account, not the file.
fn channel_trouble(failure: &Failure) -> Option<PauseReason> {
    match failure {
        Failure::Download(DownloadError::Refused {
            http_status: UNAUTHORIZED,
        }) => Some(PauseReason::TokenRejected),
        Failure::Call(CallError::Rejected { http_status, error }) => match known_trouble(error) {
            None if *http_status == UNAUTHORIZED => Some(PauseReason::TokenRejected),
            trouble => trouble,
        },
        _ => None,
    }
}

fn known_trouble(error: &WireError) -> Option<PauseReason> {
    let code = error.code.filter(|code| failures::pauses_channel(*code))?;
    let is_token = failures::find(code).is_some_and(|known| known.scope == failures::Scope::Auth);
    Some(if is_token {
        PauseReason::TokenRejected
    } else {
        PauseReason::AccountRestricted
    })
}

/// Up to a quarter less, so that files that failed together do not come back together.
fn pause(attempts: u32, jitter: f64) -> i64 {
    let longest = 4_i64
        .saturating_pow(attempts.saturating_sub(1))
        .saturating_mul(FIRST_PAUSE)
        .min(LONGEST_PAUSE);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "a pause of hours in milliseconds needs no precision"
    )]
    let less = (longest as f64 * 0.25 * jitter.clamp(0.0, 1.0)) as i64;
    longest - less
}

/// Under which name a failure is counted.
pub(super) const fn name(next: Next) -> &'static str {
    match next {
        Next::RetryAt(_) => "retry",
        Next::PauseChannel(_) => "channel_paused",
        Next::Refuse => "refused",
    }
}

#[cfg(test)]
mod tests {
    use whatsapp::client::UnclearReason;

    use super::*;

    const NOW: UnixMillis = UnixMillis(1_000_000);

    fn rejected(http_status: u16, code: Option<u32>) -> Failure {
        let error = Box::new(WireError {
            code,
            ..WireError::default()
        });
        CallError::Rejected { http_status, error }.into()
    }

    #[test]
    fn each_failure_has_its_answer() {
        let again = |after: i64| Next::RetryAt(NOW.plus(after));
        let token = Next::PauseChannel(PauseReason::TokenRejected);
        let table: Vec<(Failure, u32, Next)> = vec![
            (rejected(401, Some(190)), 1, token),
            (rejected(401, None), 1, token),
            (DownloadError::Refused { http_status: 401 }.into(), 1, token),
            (
                rejected(400, Some(131_042)),
                1,
                Next::PauseChannel(PauseReason::AccountRestricted),
            ),
            // The id may have died, or the token may lack a right that somebody will give it.
            (rejected(400, Some(100)), 1, again(5_000)),
            (rejected(400, Some(100)), 2, again(20_000)),
            (rejected(500, Some(131_000)), 5, again(1_280_000)),
            (
                CallError::NotSent {
                    reason: String::new(),
                }
                .into(),
                90,
                again(21_600_000),
            ),
            (
                CallError::Unclear {
                    reason: UnclearReason::TimedOut,
                }
                .into(),
                1,
                again(5_000),
            ),
            (
                DownloadError::Gone { http_status: 404 }.into(),
                1,
                again(5_000),
            ),
            (
                DownloadError::Refused { http_status: 403 }.into(),
                1,
                again(5_000),
            ),
            (DownloadError::ForbiddenHost.into(), 1, again(5_000)),
            (
                DownloadError::Interrupted {
                    reason: String::new(),
                }
                .into(),
                3,
                again(80_000),
            ),
            (DownloadError::TooLarge { limit: 1 }.into(), 1, Next::Refuse),
            (Failure::Mismatch, 1, again(5_000)),
            (Failure::Mismatch, 6, Next::Refuse),
            (Failure::Empty, 6, Next::Refuse),
        ];
        for (failure, attempts, expected) in table {
            let next = decide(&failure, attempts, NOW, 0.0);
            assert_eq!(next, expected, "{failure:?}, attempt {attempts}");
        }
    }

    #[test]
    fn jitter_shortens_a_pause_by_a_quarter_at_most() {
        for attempts in 1..40 {
            let (long, short) = (pause(attempts, 0.0), pause(attempts, 1.0));
            assert!(short < long && short * 4 >= long * 3, "{attempts}");
        }
    }
}
