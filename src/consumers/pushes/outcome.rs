//! What a push service's answer means for the device and for the next attempt (F18).
//!
//! Only "gone" forgets a device: everything else is a fault of ours, of the network or of the service.

use std::time::Duration;

use desk::notification::{PushJob, PushOutcome};
use push::Outcome;
use rand::Rng;

/// Attempts before a push is given up.
const MOST_ATTEMPTS: u32 = 5;
/// The first pause; it doubles, with full jitter.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

pub(super) fn of(outcome: Outcome, job: &PushJob) -> PushOutcome {
    match outcome {
        Outcome::Accepted => PushOutcome::Accepted,
        Outcome::Gone => PushOutcome::Gone,
        Outcome::TooLarge => PushOutcome::GaveUp {
            reason: "413".to_owned(),
        },
        Outcome::Throttled {
            retry_after: Some(pause),
        } => retry(pause),
        Outcome::HostPaused { remaining } => retry(remaining),
        Outcome::Throttled { retry_after: None } => again(job, "429"),
        Outcome::ServerError { status } => again(job, &status.to_string()),
        Outcome::Unreachable { cause } => {
            tracing::warn!(cause, "a push service did not answer");
            again(job, "unreachable")
        }
        Outcome::Misconfigured { status, answer, .. } => {
            tracing::error!(
                status,
                answer,
                "a push service refuses us: see guiche doctor"
            );
            PushOutcome::Misconfigured {
                reason: status.to_string(),
            }
        }
        Outcome::RedirectRefused { status } => {
            tracing::error!(status, "a push service redirects, which none does");
            PushOutcome::GaveUp {
                reason: status.to_string(),
            }
        }
        Outcome::Unsendable(error) => unusable(&error),
    }
}

pub(super) fn unusable(reason: &dyn std::fmt::Display) -> PushOutcome {
    tracing::error!(reason = %reason, "a push could not be made");
    PushOutcome::GaveUp {
        reason: "unusable".to_owned(),
    }
}

pub(super) fn no_sender() -> PushOutcome {
    PushOutcome::GaveUp {
        reason: "push is not configured".to_owned(),
    }
}

pub(super) const fn name(outcome: &PushOutcome) -> &'static str {
    match outcome {
        PushOutcome::Accepted => "accepted",
        PushOutcome::Gone => "gone",
        PushOutcome::Retry { .. } => "retry",
        PushOutcome::TooLarge => "too_large",
        PushOutcome::GaveUp { .. } => "gave_up",
        PushOutcome::Misconfigured { .. } => "misconfigured",
    }
}

fn again(job: &PushJob, reason: &str) -> PushOutcome {
    if job.attempts + 1 >= MOST_ATTEMPTS {
        return PushOutcome::GaveUp {
            reason: reason.to_owned(),
        };
    }
    let longest = FIRST_PAUSE
        .saturating_mul(1 << job.attempts.min(16))
        .min(LONGEST_PAUSE);
    retry(longest.mul_f64(rand::rng().random_range(0.5..1.0)))
}

fn retry(pause: Duration) -> PushOutcome {
    PushOutcome::Retry {
        after_ms: u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
    }
}
