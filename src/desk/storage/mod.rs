//! The way to the database: many readers, one door for writers, and an error that callers can act on.
//!
//! Everything that changes state goes through [`Database::write`]: the work gets a [`UnitOfWork`], and
//! what it changes and the events it appends become visible together or not at all. On SQLite the works
//! of concurrent callers share one transaction and one fsync (group commit), each inside a savepoint of
//! its own; on PostgreSQL each has its own transaction. SQL and `SeaORM` types stay behind the desk.

mod connect;
mod database;
mod error;
mod group_commit;
mod statements;
mod unit_of_work;

pub use connect::{ConnectOptions, DatabaseUrl, Synchronous};
pub use database::{Database, Work};
pub use error::StorageError;
pub use unit_of_work::UnitOfWork;

#[cfg(test)]
mod tests;
