//! What to do after a send that did not succeed.
//!
//! What certainly did not leave is repeated; what Meta refused is repeated only when the catalogue says so;
//! what may have left is never repeated by a machine (F3 to F6).

use desk::outbox::later;
use entity::UnixMillis;
use failures::RetryPolicy;

/// Attempts before a refusal that may pass is final. With the pauses below: about an hour.
const MOST_ATTEMPTS: u32 = 8;
/// The longest pause between two attempts at a network that is down.
const LONGEST_NETWORK_PAUSE: i64 = 60_000;
/// The longest pause between two attempts after a refusal.
const LONGEST_REFUSAL_PAUSE: i64 = 15 * 60_000;
/// Meta's maintenance "usually takes under a minute" (131057).
const MAINTENANCE: u32 = 131_057;
/// The number's throughput is used up: what customers write counts too (Cloud API reference, section 10).
const THROUGHPUT: u32 = 130_429;
/// The throughput is that of any second, so that after one there is room again.
const THROUGHPUT_PAUSE: i64 = 1_000;

/// How a send failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// The request certainly had no effect.
    NotSent,
    /// Meta refused it with this code.
    Rejected(Option<u32>),
    /// It may have had its effect.
    Unclear,
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Try again at this time.
    RetryAt(UnixMillis),
    /// The same, and nothing else to this customer before.
    HoldPairUntil(UnixMillis),
    /// The same, and nothing at all from this number before its second has passed.
    HoldChannel {
        /// When to try this message again.
        retry_at: UnixMillis,
        /// Until when the number rests.
        until: UnixMillis,
    },
    /// Keep it in the queue, and send nothing more on this channel until somebody has mended it (F29).
    PauseChannel,
    /// Final: show the agent why.
    Fail,
    /// Wait for Meta's status, then for a person.
    Unknown,
}

/// Decides. `attempts` counts those made, this one included; `jitter` is a random share from 0 to 1, so
/// that queues that failed together do not come back together.
pub fn decide(failed: Failed, attempts: u32, now: UnixMillis, jitter: f64) -> Next {
    match failed {
        Failed::Unclear => Next::Unknown,
        Failed::NotSent => {
            Next::RetryAt(now.plus(pause(1_000, 2, attempts, LONGEST_NETWORK_PAUSE, jitter)))
        }
        Failed::Rejected(None) => Next::Fail,
        Failed::Rejected(Some(code)) if failures::pauses_channel(code) => Next::PauseChannel,
        Failed::Rejected(Some(code)) => match failures::retry_policy(code) {
            RetryPolicy::Later => {
                later::next_attempt(attempts, now).map_or(Next::Fail, Next::RetryAt)
            }
            RetryPolicy::Backoff | RetryPolicy::PairRate if attempts >= MOST_ATTEMPTS => Next::Fail,
            RetryPolicy::Backoff => {
                let first = if code == MAINTENANCE { 60_000 } else { 1_000 };
                let retry_at = now.plus(pause(first, 4, attempts, LONGEST_REFUSAL_PAUSE, jitter));
                if code == THROUGHPUT {
                    let until = now.plus(THROUGHPUT_PAUSE);
                    Next::HoldChannel { retry_at, until }
                } else {
                    Next::RetryAt(retry_at)
                }
            }
            RetryPolicy::PairRate => Next::HoldPairUntil(now.plus(pause(
                1_000,
                4,
                attempts,
                LONGEST_REFUSAL_PAUSE,
                jitter,
            ))),
            RetryPolicy::Never | RetryPolicy::AfterFix | RetryPolicy::Window => Next::Fail,
        },
    }
}

/// `first` × `factor`^attempts, at most `longest`, and up to a quarter more: Meta's 4^n is the least.
fn pause(first: i64, factor: i64, attempts: u32, longest: i64, jitter: f64) -> i64 {
    let exponent = if first > 1_000 {
        attempts.saturating_sub(1)
    } else {
        attempts
    };
    let pause = factor
        .saturating_pow(exponent)
        .saturating_mul(first)
        .min(longest);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a quarter of minutes in milliseconds"
    )]
    #[expect(clippy::cast_precision_loss, reason = "a pause needs no precision")]
    let extra = (pause as f64 * 0.25 * jitter.clamp(0.0, 1.0)) as i64;
    pause + extra
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_000_000);

    #[test]
    fn each_failure_has_its_answer() {
        let table = [
            (Failed::Unclear, 1, Next::Unknown),
            (Failed::NotSent, 1, Next::RetryAt(NOW.plus(2_000))),
            (Failed::NotSent, 30, Next::RetryAt(NOW.plus(60_000))),
            // Throughput and pair rate: 4^n seconds (Cloud API, sections 10 and 16).
            (
                Failed::Rejected(Some(130_429)),
                1,
                Next::HoldChannel {
                    retry_at: NOW.plus(4_000),
                    until: NOW.plus(1_000),
                },
            ),
            (
                Failed::Rejected(Some(130_429)),
                2,
                Next::HoldChannel {
                    retry_at: NOW.plus(16_000),
                    until: NOW.plus(1_000),
                },
            ),
            (Failed::Rejected(Some(130_429)), 8, Next::Fail),
            (
                Failed::Rejected(Some(131_056)),
                1,
                Next::HoldPairUntil(NOW.plus(4_000)),
            ),
            (
                Failed::Rejected(Some(131_057)),
                1,
                Next::RetryAt(NOW.plus(60_000)),
            ),
            // Meta's own trouble.
            (
                Failed::Rejected(Some(131_000)),
                1,
                Next::RetryAt(NOW.plus(4_000)),
            ),
            (
                Failed::Rejected(Some(2)),
                3,
                Next::RetryAt(NOW.plus(64_000)),
            ),
            // The customer's side, or the rules: final.
            (Failed::Rejected(Some(131_026)), 1, Next::Fail),
            (Failed::Rejected(Some(131_047)), 1, Next::Fail),
            // Templates only: at the earliest after a day, then after growing gaps, and not for ever.
            (
                Failed::Rejected(Some(131_049)),
                1,
                Next::RetryAt(NOW.plus(24 * 3_600_000)),
            ),
            (
                Failed::Rejected(Some(131_049)),
                2,
                Next::RetryAt(NOW.plus(48 * 3_600_000)),
            ),
            (Failed::Rejected(Some(131_049)), 4, Next::Fail),
            (Failed::Rejected(Some(131_009)), 1, Next::Fail),
            // Somebody must mend the channel; the queue is kept.
            (Failed::Rejected(Some(190)), 1, Next::PauseChannel),
            (Failed::Rejected(Some(131_042)), 1, Next::PauseChannel),
            // Nothing is known: no blind repetition.
            (Failed::Rejected(Some(999_999)), 1, Next::Fail),
            (Failed::Rejected(None), 1, Next::Fail),
        ];
        for (failed, attempts, next) in table {
            assert_eq!(
                decide(failed, attempts, NOW, 0.0),
                next,
                "{failed:?}, attempt {attempts}"
            );
        }
    }

    #[test]
    fn jitter_only_ever_lengthens_a_pause() {
        for attempts in 1..8 {
            let shortest = decide(Failed::NotSent, attempts, NOW, 0.0);
            let longest = decide(Failed::NotSent, attempts, NOW, 1.0);
            let (Next::RetryAt(shortest), Next::RetryAt(longest)) = (shortest, longest) else {
                panic!("a network that is down is tried again");
            };
            assert!(shortest < longest && longest.since(NOW) <= shortest.since(NOW) * 5 / 4);
        }
    }

    #[test]
    fn every_code_of_the_catalogue_ends_in_a_decision_that_matches_its_policy() {
        for failure in failures::all() {
            let next = decide(Failed::Rejected(Some(failure.code)), 1, NOW, 0.5);
            let matches = match failure.retry {
                _ if failures::pauses_channel(failure.code) => next == Next::PauseChannel,
                RetryPolicy::Backoff | RetryPolicy::Later => {
                    matches!(next, Next::RetryAt(_) | Next::HoldChannel { .. })
                }
                RetryPolicy::PairRate => matches!(next, Next::HoldPairUntil(_)),
                RetryPolicy::Never | RetryPolicy::AfterFix | RetryPolicy::Window => {
                    next == Next::Fail
                }
            };
            assert!(matches, "{} {next:?}", failure.code);
        }
    }
}
