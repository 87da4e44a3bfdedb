//! Why the database could not do what was asked, as far as a caller can act on it.

use std::sync::Arc;

use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// A failure of the database.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StorageError {
    /// No space is left; reads still work.
    #[error("the disk is full")]
    Full,
    /// Another process holds the database longer than the busy time-out.
    #[error("the database is busy")]
    Busy,
    /// The database does not answer.
    #[error("the database cannot be reached: {0}")]
    Unavailable(Arc<DbErr>),
    /// An invariant of the tables would be broken.
    #[error("the change contradicts what is stored: {0}")]
    Conflict(Arc<DbErr>),
    /// Anything else: a mistake of ours, or a damaged database.
    #[error("the database failed: {0}")]
    Failed(Arc<DbErr>),
    /// The writer stopped before the work was committed.
    #[error("the desk is shutting down")]
    Closed,
}

impl StorageError {
    /// Whether trying again later may succeed without anybody changing the request.
    pub const fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Full | Self::Busy | Self::Unavailable(_) | Self::Closed
        )
    }
}

impl From<DbErr> for StorageError {
    fn from(error: DbErr) -> Self {
        if matches!(
            error.sql_err(),
            Some(SqlErr::UniqueConstraintViolation(_) | SqlErr::ForeignKeyConstraintViolation(_))
        ) {
            return Self::Conflict(Arc::new(error));
        }
        match database_code(&error).as_deref() {
            // SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC; disk_full
            Some("13" | "778" | "1034" | "53100") => Self::Full,
            // SQLITE_BUSY and its extended codes, SQLITE_LOCKED; lock_not_available, deadlock_detected
            Some("5" | "261" | "517" | "773" | "6" | "55P03" | "40P01") => Self::Busy,
            // connection_exception and admin_shutdown families
            Some(code) if code.starts_with("08") || code.starts_with("57P") => {
                Self::Unavailable(Arc::new(error))
            }
            None if is_connection_failure(&error) => Self::Unavailable(Arc::new(error)),
            _ => Self::Failed(Arc::new(error)),
        }
    }
}

fn runtime(error: &DbErr) -> Option<&RuntimeErr> {
    match error {
        DbErr::Conn(runtime) | DbErr::Exec(runtime) | DbErr::Query(runtime) => Some(runtime),
        _ => None,
    }
}

fn database_code(error: &DbErr) -> Option<String> {
    match runtime(error)? {
        RuntimeErr::SqlxError(error) => Some(error.as_database_error()?.code()?.into_owned()),
        RuntimeErr::Internal(_) => None,
    }
}

fn is_connection_failure(error: &DbErr) -> bool {
    use sea_orm::sqlx::Error;
    if matches!(error, DbErr::ConnectionAcquire(_)) {
        return true;
    }
    let Some(RuntimeErr::SqlxError(error)) = runtime(error) else {
        return matches!(error, DbErr::Conn(_));
    };
    matches!(
        error.as_ref(),
        Error::Io(_)
            | Error::Tls(_)
            | Error::PoolTimedOut
            | Error::PoolClosed
            | Error::WorkerCrashed
            | Error::Protocol(_)
    )
}
