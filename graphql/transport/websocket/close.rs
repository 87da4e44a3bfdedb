//! Why the server closes a socket.

use std::borrow::Cow;

use axum::extract::ws::CloseFrame;

/// A close code with its words. 4400 to 4429 but for those marked as our own are from graphql-transport-ws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Close {
    pub code: u16,
    pub reason: Cow<'static, str>,
}

impl Close {
    /// RFC 6455, section 7.4.1: the answer to a peer that closes.
    pub const NORMAL: Self = Self::new(1000, "");
    /// RFC 6455, section 7.4.1.
    pub const MESSAGE_TOO_BIG: Self = Self::new(1009, "the message is too large");
    /// RFC 6455's registry; clients come back at once.
    pub const RESTART: Self = Self::new(1012, "the server restarts");
    /// RFC 6455's registry; clients come back a little later.
    pub const TRY_AGAIN: Self = Self::new(1013, "try again later");
    pub const UNAUTHORIZED: Self = Self::new(4401, "Unauthorized");
    pub const FORBIDDEN: Self = Self::new(4403, "Forbidden");
    pub const WRONG_SUBPROTOCOL: Self = Self::new(4406, "Subprotocol not acceptable");
    pub const INIT_TIMEOUT: Self = Self::new(4408, "Connection initialisation timeout");
    pub const SECOND_INIT: Self = Self::new(4429, "Too many initialisation requests");
    /// Our own: sign in again.
    pub const SESSION_ENDED: Self = Self::new(4410, "session ended");
    /// Our own: come back and resume from the last cursor.
    pub const TOO_SLOW: Self = Self::new(4413, "too slow");
    /// Our own: nothing was heard for too long.
    pub const SILENT: Self = Self::new(4414, "no answer to pings");

    const fn new(code: u16, reason: &'static str) -> Self {
        Self {
            code,
            reason: Cow::Borrowed(reason),
        }
    }

    /// A message that breaks the protocol.
    pub const fn invalid(reason: &'static str) -> Self {
        Self::new(4400, reason)
    }

    /// An operation whose id is in use.
    pub fn duplicate(id: &str) -> Self {
        // A close frame holds 123 bytes of reason (RFC 6455, section 5.5).
        let id: String = id.chars().take(16).collect();
        Self {
            code: 4409,
            reason: Cow::Owned(format!("Subscriber for {id} already exists")),
        }
    }
}

impl From<Close> for CloseFrame {
    fn from(close: Close) -> Self {
        Self {
            code: close.code,
            reason: close.reason.as_ref().into(),
        }
    }
}
