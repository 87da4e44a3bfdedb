//! The two ways in: read what is there, or write as one unit.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::FutureExt;
use sea_orm::{DatabaseBackend, DatabaseConnection, DatabaseTransaction, TransactionTrait};

use super::group_commit::GroupCommit;
use super::statements::Statements;
use super::{StorageError, UnitOfWork};
use crate::clock::Clock;
use crate::ids::Ids;
use crate::journal;
use crate::redaction::Redaction;
use crate::signals::Signals;

/// The future of one unit of work.
pub type Work<'unit, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'unit>>;

/// The database of the installation. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    read: DatabaseConnection,
    writer: Writer,
    statements: Statements,
    context: Context,
}

/// What every unit of work is made with.
#[derive(Clone)]
pub(super) struct Context {
    pub clock: Arc<dyn Clock>,
    pub ids: Ids,
    pub signals: Signals,
    pub redaction: Redaction,
}

impl Context {
    /// A unit of work that begins now.
    pub fn unit(&self, transaction: DatabaseTransaction) -> UnitOfWork {
        UnitOfWork::new(
            transaction,
            self.clock.now(),
            self.ids.clone(),
            self.redaction,
        )
    }
}

#[derive(Clone)]
enum Writer {
    /// SQLite: one connection, whose transactions many callers share.
    Grouped(GroupCommit),
    /// PostgreSQL: a transaction per caller.
    Pooled(DatabaseConnection),
}

impl Database {
    pub(super) fn new(
        read: DatabaseConnection,
        write: DatabaseConnection,
        statements: Statements,
        context: Context,
    ) -> Self {
        let writer = match write.get_database_backend() {
            DatabaseBackend::Sqlite => Writer::Grouped(GroupCommit::start(write, context.clone())),
            _ => Writer::Pooled(write),
        };
        Self {
            read,
            writer,
            statements,
            context,
        }
    }

    /// How many SQL statements were run so far. A page of the inbox costs the same number of them however
    /// much is in it; tests hold us to that.
    pub fn statements(&self) -> u64 {
        self.statements.so_far()
    }

    /// A connection for reading. On SQLite it cannot write.
    pub const fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Which database this is.
    pub fn backend(&self) -> DatabaseBackend {
        self.read.get_database_backend()
    }

    /// Runs `work` so that all it changes, and the events it appends, become durable together; returns
    /// after they are. The work goes on when the caller is dropped: a client that hangs up
    /// cannot leave half a change or a poisoned connection behind.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'unit> FnOnce(&'unit UnitOfWork) -> Work<'unit, T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        match &self.writer {
            Writer::Grouped(group) => group.run(work).await,
            Writer::Pooled(connection) => {
                let (connection, context) = (connection.clone(), self.context.clone());
                tokio::spawn(async move { write_alone(&connection, &context, work).await })
                    .await
                    .unwrap_or_else(|_| Err(StorageError::Closed.into()))
            }
        }
    }
}

async fn write_alone<T, E, F>(
    connection: &DatabaseConnection,
    context: &Context,
    work: F,
) -> Result<T, E>
where
    F: for<'unit> FnOnce(&'unit UnitOfWork) -> Work<'unit, T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StorageError> + Send + 'static,
{
    let transaction = connection.begin().await.map_err(StorageError::from)?;
    let unit = context.unit(transaction);
    let outcome = std::panic::AssertUnwindSafe(work(&unit))
        .catch_unwind()
        .await;
    let (transaction, events, signals) = unit.finish();
    let value = match outcome {
        Ok(Ok(value)) => value,
        Ok(Err(error)) => {
            transaction.rollback().await.map_err(StorageError::from)?;
            return Err(error);
        }
        Err(panic) => {
            transaction.rollback().await.map_err(StorageError::from)?;
            std::panic::resume_unwind(panic);
        }
    };
    let head = journal::append_in(&transaction, events).await?;
    transaction.commit().await.map_err(StorageError::from)?;
    context.signals.committed(head, signals);
    Ok(value)
}
