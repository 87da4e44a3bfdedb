//! What the desk answers when it does not do what was asked.

use entity::PersonId;

use crate::journal::JournalError;
use crate::storage::StorageError;

/// Why a command or query was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Nobody has signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// The actor may not do this.
    #[error("this is not allowed")]
    Forbidden,
    /// There is no such thing, or the actor may not see it: the two look the same from outside.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// A value cannot be used.
    #[error("{field}: {reason}")]
    Invalid {
        /// Which value, as the client named it.
        field: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The customer service window is closed: only templates and internal messages (L-042).
    #[error("the customer service window is closed")]
    WindowClosed,
    /// Somebody else serves the conversation.
    #[error("somebody else took it first")]
    AlreadyClaimed {
        /// Who.
        by: PersonId,
    },
    /// A template that may not be sent, or not from this number.
    #[error("{0}")]
    TemplateUnsendable(#[from] crate::template::Unsendable),
    /// A template's values do not make a message.
    #[error(transparent)]
    TemplateValue(#[from] templates::Refusal),
    /// There is no open ticket.
    #[error("it is already closed")]
    AlreadyClosed,
    /// The change contradicts what is stored.
    #[error("{0}")]
    Conflict(&'static str),
    /// E-mail or password are wrong, or the person is inactive: which one is not told.
    #[error("e-mail or password are wrong")]
    InvalidCredentials,
    /// Too many attempts.
    #[error("too many attempts; try again in {retry_after_seconds} s")]
    RateLimited {
        /// When it makes sense to try again.
        retry_after_seconds: u64,
    },
    /// The journal cannot be read from there.
    #[error("the cursor has expired")]
    CursorExpired,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Something that should not happen; the operator finds the reason in the log.
    #[error("internal error: {0}")]
    Internal(String),
}

impl DeskError {
    /// The stable code for clients.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound(_) => "NOT_FOUND",
            Self::Invalid { .. } => "INVALID_INPUT",
            Self::WindowClosed => "WINDOW_CLOSED",
            Self::AlreadyClaimed { .. } => "ALREADY_CLAIMED",
            Self::AlreadyClosed => "ALREADY_CLOSED",
            Self::TemplateUnsendable(_) => "TEMPLATE_NOT_SENDABLE",
            Self::TemplateValue(_) => "TEMPLATE_VALUE",
            Self::Conflict(_) => "CONFLICT",
            Self::InvalidCredentials => "INVALID_CREDENTIALS",
            Self::RateLimited { .. } => "RATE_LIMITED",
            Self::CursorExpired => "CURSOR_EXPIRED",
            Self::Storage(StorageError::Full) => "STORAGE_FULL",
            Self::Storage(error) if error.is_temporary() => "UNAVAILABLE",
            Self::Storage(_) | Self::Internal(_) => "INTERNAL",
        }
    }

    /// A value that cannot be used.
    pub fn invalid(field: &'static str, reason: impl Into<String>) -> Self {
        Self::Invalid {
            field,
            reason: reason.into(),
        }
    }
}

impl From<sea_orm::DbErr> for DeskError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Storage(error.into())
    }
}

impl From<JournalError> for DeskError {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::CursorExpired => Self::CursorExpired,
            JournalError::Storage(error) => Self::Storage(error),
        }
    }
}
