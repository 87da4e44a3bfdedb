//! How calls fail, told apart by what the caller may do next.

use crate::WireError;

/// Why a call brought no answer that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The request certainly had no effect: no connection came about, or whoever refused it is
    /// not Meta and did not pass it on. It may be repeated.
    #[error("the request was not sent: {reason}")]
    NotSent {
        /// For operators: no token, no address, no text of a message.
        reason: String,
    },
    /// Meta answered with an error; the message was not taken. What to do is known by its code.
    #[error("the Graph API answered with HTTP {http_status} and error code {}", shown(error.code))]
    Rejected {
        /// For the record. Meta's codes, not HTTP's, decide.
        http_status: u16,
        /// Meta's own words. Without a code if the answer was not Meta's.
        error: Box<WireError>,
    },
    /// The request left, but no answer came that tells its fate. A message may have been sent:
    /// never repeat it blindly; a status that brings back the callback data settles it.
    #[error("the outcome of the request is unknown: {reason}")]
    Unclear {
        /// What was seen instead of an answer.
        reason: UnclearReason,
    },
}

/// The error of sending a message.
pub type SendError = CallError;

/// What was seen instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnclearReason {
    /// Nothing came in time.
    #[error("no answer came in time")]
    TimedOut,
    /// The connection broke while the request was under way or its answer was read.
    #[error("the connection was cut before the answer was complete")]
    Cut,
    /// A server error whose body is not Meta's: some proxy's page. The request may have passed
    /// the proxy.
    #[error("HTTP {0} came without an error of the Graph API")]
    ServerError(u16),
    /// Success was reported, but the body does not say of what.
    #[error("HTTP {0} came with a body that is no answer of the Graph API")]
    UnreadableAnswer(u16),
}

/// Why a file could not be downloaded. Nothing is at stake: it may be tried again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DownloadError {
    /// The address is not one that a token may be sent to.
    #[error("the file's address is not on a host that may see the access token")]
    ForbiddenHost,
    /// The address has expired or the file is gone: ask for a new address first.
    #[error("the file is no longer at its address (HTTP {http_status})")]
    Gone {
        /// 404 or 410.
        http_status: u16,
    },
    /// Any other answer than the file.
    #[error("the file's host answered with HTTP {http_status}")]
    Refused {
        /// What was answered.
        http_status: u16,
    },
    /// It is larger than the caller takes.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The greatest size, in bytes.
        limit: u64,
    },
    /// The transfer did not begin or did not end.
    #[error("the transfer was interrupted: {reason}")]
    Interrupted {
        /// For operators: no token, no address.
        reason: String,
    },
}

fn shown(code: Option<u32>) -> String {
    code.map_or_else(|| "none".to_owned(), |code| code.to_string())
}
