//! How connections are opened: the settings that durability and the tail latency rest on.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::sqlx::{Connection, Executor};
use sea_orm::{ConnectOptions as Pool, Database as Connector, DatabaseConnection};

use super::database::Context;
use super::statements::Statements;
use super::{Database, StorageError};
use crate::clock::Clock;
use crate::ids::Ids;
use crate::redaction::Redaction;
use crate::signals::Signals;

/// Where the database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A server, as a `postgres://` address.
    Postgres(String),
}

/// An address that names no database that we know.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a database address begins with sqlite:// or postgres://")]
pub struct UnknownDatabase;

impl std::str::FromStr for DatabaseUrl {
    type Err = UnknownDatabase;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = text.strip_prefix("sqlite://") {
            let path = path.split('?').next().unwrap_or_default();
            return if path.is_empty() {
                Err(UnknownDatabase)
            } else {
                Ok(Self::Sqlite(path.into()))
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(UnknownDatabase)
    }
}

/// What SQLite promises of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Synchronous {
    /// On disk before it counts: survives a power cut.
    #[default]
    Full,
    /// The last commits may be lost in a power cut. For throw-away data only.
    Normal,
}

/// How to open the database.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    /// Where it is.
    pub url: DatabaseUrl,
    /// Connections for reading (SQLite), or in all (PostgreSQL).
    pub connections: u32,
    /// How long a SQLite writer waits for another process.
    pub busy_timeout: Duration,
    /// What SQLite promises of a commit.
    pub synchronous: Synchronous,
    /// What is blacked out before it is written down.
    pub redaction: Redaction,
}

impl ConnectOptions {
    /// The settings of production for `url`.
    pub fn new(url: DatabaseUrl) -> Self {
        let connections = match url {
            DatabaseUrl::Sqlite(_) => 4,
            DatabaseUrl::Postgres(_) => 16,
        };
        Self {
            url,
            connections,
            busy_timeout: Duration::from_secs(5),
            synchronous: Synchronous::Full,
            redaction: Redaction::default(),
        }
    }

    /// Opens one connection for migrations and other work that must not be shared.
    pub async fn single(&self) -> Result<DatabaseConnection, StorageError> {
        match &self.url {
            DatabaseUrl::Sqlite(path) => self.sqlite(path, 1, false).await,
            DatabaseUrl::Postgres(url) => postgres(url, 1).await,
        }
    }

    /// Opens the database. Its schema must be in place.
    pub async fn open(
        &self,
        clock: Arc<dyn Clock>,
        ids: Ids,
        signals: Signals,
    ) -> Result<Database, StorageError> {
        let statements = Statements::default();
        let (read, write) = match &self.url {
            DatabaseUrl::Sqlite(path) => {
                // The writer first: it makes the file a WAL one, which a read-only connection cannot.
                let mut write = self.sqlite(path, 1, false).await?;
                let mut read = self.sqlite(path, self.connections, true).await?;
                statements.count_on(&mut write);
                statements.count_on(&mut read);
                (read, write)
            }
            DatabaseUrl::Postgres(url) => {
                let mut pool = postgres(url, self.connections).await?;
                statements.count_on(&mut pool);
                (pool.clone(), pool)
            }
        };
        let context = Context {
            clock,
            ids,
            signals,
            redaction: self.redaction,
        };
        Ok(Database::new(read, write, statements, context))
    }

    async fn sqlite(
        &self,
        path: &std::path::Path,
        connections: u32,
        read_only: bool,
    ) -> Result<DatabaseConnection, StorageError> {
        let (busy_timeout, synchronous) = (self.busy_timeout, self.synchronous);
        let mode = if read_only { "ro" } else { "rwc" };
        let mut options = Pool::new(format!("sqlite://{}?mode={mode}", path.display()));
        options
            .max_connections(connections)
            .min_connections(1)
            .idle_timeout(None::<Duration>)
            .max_lifetime(None::<Duration>)
            .acquire_timeout(Duration::from_secs(30))
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(move |options| {
                let options = options
                    .busy_timeout(busy_timeout)
                    .foreign_keys(true)
                    .pragma("cache_size", "-8000")
                    .pragma("temp_store", "memory")
                    .statement_cache_capacity(512);
                if read_only {
                    return options.pragma("query_only", "true");
                }
                options
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(match synchronous {
                        Synchronous::Full => SqliteSynchronous::Full,
                        Synchronous::Normal => SqliteSynchronous::Normal,
                    })
                    .pragma("journal_size_limit", "67108864")
            })
            .map_sqlx_sqlite_pool_opts(|options: SqlitePoolOptions| {
                // A full disk makes SQLite undo a transaction by itself, behind sqlx's back; what is "committed"
                // on such a connection is never written (F12). Kept is only one of which both say that
                // nothing is open: SQLite by refusing to roll back.
                options.after_release(|connection, _| {
                    Box::pin(async move {
                        let nothing_open = connection.execute("ROLLBACK").await.is_err();
                        Ok(nothing_open && !connection.is_in_transaction())
                    })
                })
            });
        Ok(Connector::connect(options).await?)
    }
}

async fn postgres(url: &str, connections: u32) -> Result<DatabaseConnection, StorageError> {
    let mut options = Pool::new(url.to_owned());
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|options| {
            options.options([
                ("statement_timeout", "30000"),
                ("idle_in_transaction_session_timeout", "30000"),
                ("lock_timeout", "10000"),
                // The ROLLBACK below is mostly needless, and PostgreSQL would warn of each.
                ("client_min_messages", "error"),
            ])
        })
        .map_sqlx_postgres_pool_opts(|options: PgPoolOptions| {
            // sqlx 0.9.0 can return a connection with an open transaction when a caller is dropped
            // inside `begin`; the next borrower would write into it.
            options.after_release(|connection, _| {
                Box::pin(async move {
                    connection.execute("ROLLBACK").await?;
                    Ok(!connection.is_in_transaction())
                })
            })
        });
    Ok(Connector::connect(options).await?)
}
