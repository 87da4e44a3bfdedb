//! Bringing the database to this program's schema, and refusing a newer one.

use desk::storage::{ConnectOptions, DatabaseUrl, StorageError};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend};

/// The schema is not what this program needs.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A newer program has been here.
    #[error(
        "the database was made by a newer version of guiche (it has the migration {0}): run that version"
    )]
    Newer(String),
    /// The folder of the file cannot be made.
    #[error("the database's folder cannot be made: {0}")]
    Folder(std::io::Error),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Applies the missing migrations and says how many there were. Two programs that do so at once wait for
/// each other.
pub async fn bring_up_to_date(options: &ConnectOptions) -> Result<usize, SchemaError> {
    if let DatabaseUrl::Sqlite(path) = &options.url
        && let Some(folder) = path.parent()
    {
        std::fs::create_dir_all(folder).map_err(SchemaError::Folder)?;
    }
    let connection = options.single().await?;
    if connection.get_database_backend() == DatabaseBackend::Postgres {
        // Held until the connection closes.
        connection
            .execute_unprepared("SELECT pg_advisory_lock(7220431)")
            .await
            .map_err(StorageError::from)?;
    }
    refuse_newer(&connection).await?;
    let pending = Migrator::get_pending_migrations(&connection)
        .await
        .map_err(StorageError::from)?;
    let outcome = Migrator::up(&connection, None)
        .await
        .map_err(StorageError::from);
    connection.close().await.map_err(StorageError::from)?;
    outcome?;
    Ok(pending.len())
}

/// How many migrations are missing; changes nothing but what the migration table itself needs.
pub async fn pending(options: &ConnectOptions) -> Result<usize, SchemaError> {
    let connection = options.single().await?;
    refuse_newer(&connection).await?;
    let pending = Migrator::get_pending_migrations(&connection)
        .await
        .map_err(StorageError::from)?;
    connection.close().await.map_err(StorageError::from)?;
    Ok(pending.len())
}

async fn refuse_newer(connection: &sea_orm::DatabaseConnection) -> Result<(), SchemaError> {
    Migrator::install(connection)
        .await
        .map_err(StorageError::from)?;
    let applied = Migrator::get_migration_models(connection)
        .await
        .map_err(StorageError::from)?;
    let known: Vec<_> = Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect();
    match applied
        .into_iter()
        .find(|step| !known.contains(&step.version))
    {
        Some(unknown) => Err(SchemaError::Newer(unknown.version)),
        None => Ok(()),
    }
}
