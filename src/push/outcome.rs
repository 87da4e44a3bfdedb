//! What became of one message, in terms of what to do next.

use std::time::Duration;

use thiserror::Error;

use crate::{EncryptionError, VapidError};

/// The answer to one [`send`](crate::Sender::send). Only [`Gone`](Self::Gone) is a reason to forget a
/// subscription: everything else is a fault of ours, of the network or of the service.
#[derive(Debug)]
pub enum Outcome {
    /// The push service took the message (2xx).
    Accepted,
    /// 404 or 410: the subscription is no more. Delete it now.
    Gone,
    /// 400, 401, 403 and the other 4xx: what we send is wrong. Keep the subscription, alert the
    /// operator, do not repeat soon.
    Misconfigured {
        /// The status answered.
        status: u16,
        /// The service's own words, for the operator's log alone: bounded, on one line.
        answer: String,
        /// Set when our signature itself is in doubt (401 or 403, and this host accepted nothing
        /// lately): nothing goes to the host for this long.
        host_paused: Option<Duration>,
    },
    /// 413, even for the minimal form of the payload. Keep the subscription, drop the message.
    TooLarge,
    /// 429, 503 or 406 (as older Windows services say it): try again, not before `retry_after`;
    /// without one, with growing pauses.
    Throttled {
        /// What the service asked for, at most 24 hours.
        retry_after: Option<Duration>,
    },
    /// Nothing was sent: the host is paused after a [`Misconfigured`](Self::Misconfigured). This
    /// counts as no attempt.
    HostPaused {
        /// When the pause ends, from now.
        remaining: Duration,
    },
    /// 5xx or 408: the service's trouble. Try again with growing pauses.
    ServerError {
        /// The status answered.
        status: u16,
    },
    /// No answer: no connection, no public address, TLS refused, or the time was up. Try again
    /// with growing pauses.
    Unreachable {
        /// For the operator's log: what failed, without the endpoint.
        cause: String,
    },
    /// 3xx: push services do not redirect, and following would leave the guarded path. Keep the
    /// subscription, alert the operator.
    RedirectRefused {
        /// The status answered.
        status: u16,
    },
    /// The message could not be made; nothing was sent. Keep the subscription, alert the operator.
    Unsendable(SendError),
}

/// Why a message could not be made.
#[derive(Debug, Error)]
pub enum SendError {
    /// Encryption failed.
    #[error(transparent)]
    Encryption(#[from] EncryptionError),
    /// Signing failed.
    #[error(transparent)]
    Vapid(#[from] VapidError),
}
