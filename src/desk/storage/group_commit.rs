//! One writer for SQLite, whose transactions concurrent callers share.
//!
//! A commit costs an fsync, and SQLite's own lock queue is unfair; so every work goes through one task.
//! While a transaction commits, the next works queue up, and the next transaction takes them
//! all: the more callers, the more works an fsync carries. Each work has a savepoint: its failure undoes
//! only itself. Nobody hears of success before the commit.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use super::database::Context;
use super::{StorageError, UnitOfWork, Work};
use crate::journal::{self, NewEvent};

/// How many works one transaction takes at most: bounds the wait of the first and the size of the WAL.
const LARGEST_GROUP: usize = 256;
/// How many works may wait before callers are held back.
const QUEUE: usize = 4_096;

/// Tells the caller how the commit ended.
type Completion = Box<dyn FnOnce(Result<(), StorageError>) + Send>;
/// A work whose types are forgotten. `None`: it failed, and its caller has been told.
type Job =
    Box<dyn for<'unit> FnOnce(&'unit UnitOfWork) -> BoxFuture<'unit, Option<Completion>> + Send>;

/// The handle to the writer's task, which ends when the last handle is dropped.
#[derive(Clone)]
pub(super) struct GroupCommit {
    queue: mpsc::Sender<Job>,
}

impl GroupCommit {
    pub(super) fn start(connection: DatabaseConnection, context: Context) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(run(connection, context, jobs));
        Self { queue }
    }

    pub(super) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'unit> FnOnce(&'unit UnitOfWork) -> Work<'unit, T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |unit| {
            let work = work(unit);
            Box::pin(async move {
                match work.await {
                    Ok(value) => Some(Box::new(move |commit: Result<(), StorageError>| {
                        // The caller may have gone; the work is committed all the same.
                        drop(reply.send(commit.map(|()| value).map_err(E::from)));
                    }) as Completion),
                    Err(error) => {
                        drop(reply.send(Err(error)));
                        None
                    }
                }
            })
        });
        self.queue
            .send(job)
            .await
            .map_err(|_| StorageError::Closed)?;
        answer
            .await
            .unwrap_or_else(|_| Err(StorageError::Closed.into()))
    }
}

async fn run(connection: DatabaseConnection, context: Context, mut jobs: mpsc::Receiver<Job>) {
    let mut group = Vec::with_capacity(LARGEST_GROUP);
    while jobs.recv_many(&mut group, LARGEST_GROUP).await > 0 {
        if let Err(error) = commit_group(&connection, &context, group.drain(..)).await {
            tracing::error!(error = %error, "a group of changes could not be committed");
        }
    }
}

async fn commit_group(
    connection: &DatabaseConnection,
    context: &Context,
    jobs: impl Iterator<Item = Job>,
) -> Result<(), StorageError> {
    let mut done = Done::default();
    let outcome = attempt(connection, context, jobs, &mut done).await;
    for completion in done.completions {
        completion(outcome.clone().map(|_| ()));
    }
    context.signals.committed(outcome?, done.signals);
    Ok(())
}

#[derive(Default)]
struct Done {
    completions: Vec<Completion>,
    events: Vec<NewEvent>,
    signals: u8,
}

/// Returns the journal's head after the commit, if events were appended.
async fn attempt(
    connection: &DatabaseConnection,
    context: &Context,
    jobs: impl Iterator<Item = Job>,
    done: &mut Done,
) -> Result<Option<i64>, StorageError> {
    let transaction = connection
        .begin_with_options(TransactionOptions {
            // A deferred transaction that reads first and then writes fails under load.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        })
        .await?;
    for job in jobs {
        run_in_savepoint(&transaction, context, job, done).await?;
    }
    let head = journal::append_in(&transaction, std::mem::take(&mut done.events)).await?;
    transaction.commit().await?;
    Ok(head)
}

async fn run_in_savepoint(
    transaction: &DatabaseTransaction,
    context: &Context,
    job: Job,
    done: &mut Done,
) -> Result<(), StorageError> {
    let savepoint = transaction.begin().await?;
    let unit = context.unit(savepoint);
    let outcome = std::panic::AssertUnwindSafe(job(&unit))
        .catch_unwind()
        .await;
    let (savepoint, events, signals) = unit.finish();
    match outcome {
        Ok(Some(completion)) => {
            savepoint.commit().await?;
            done.completions.push(completion);
            done.events.extend(events);
            done.signals |= signals;
        }
        Ok(None) => savepoint.rollback().await?,
        Err(_) => {
            tracing::error!("a change panicked and was undone");
            savepoint.rollback().await?;
        }
    }
    Ok(())
}
