//! SQL that both databases understand, written once.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

/// Runs `statements` (separated by `;`) after replacing the type placeholders:
///
/// | placeholder | PostgreSQL | SQLite |
/// |---|---|---|
/// | `{uuid}` | `uuid` | `blob` |
/// | `{bytes}` | `bytea` | `blob` |
/// | `{json}` | `jsonb` | `text` |
/// | `{clustered}` | (nothing) | `WITHOUT ROWID`: rows lie in the order of the primary key |
/// | `{serial}` | `bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY` | `integer PRIMARY KEY AUTOINCREMENT` |
pub async fn run(manager: &SchemaManager<'_>, statements: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let types = match manager.get_database_backend() {
        DatabaseBackend::Postgres => [
            ("{uuid}", "uuid"),
            ("{bytes}", "bytea"),
            ("{json}", "jsonb"),
            ("{clustered}", ""),
            (
                "{serial}",
                "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
            ),
        ],
        _ => [
            ("{uuid}", "blob"),
            ("{bytes}", "blob"),
            ("{json}", "text"),
            ("{clustered}", "WITHOUT ROWID"),
            ("{serial}", "integer PRIMARY KEY AUTOINCREMENT"),
        ],
    };
    let sql = types
        .iter()
        .fold(statements.to_owned(), |sql, (placeholder, name)| {
            sql.replace(placeholder, name)
        });
    for statement in sql
        .split(';')
        .map(str::trim)
        .filter(|statement| !statement.is_empty())
    {
        connection.execute_unprepared(statement).await?;
    }
    Ok(())
}

/// A migration that runs one block of SQL up, and another one down: most drop their tables.
macro_rules! step {
    (up: $up:expr, drop: [$($table:literal),+ $(,)?]) => {
        crate::sql::step! { up: $up, down: concat!($("DROP TABLE ", $table, ";"),+) }
    };
    (up: $up:expr, down: $down:expr) => {
        /// This step.
        #[derive(sea_orm_migration::prelude::DeriveMigrationName)]
        pub struct Migration;

        #[async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Migration {
            // Without this SQLite would run the step outside a transaction.
            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }

            async fn up(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::sql::run(manager, $up).await
            }

            async fn down(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::sql::run(manager, $down).await
            }
        }
    };
}
pub(crate) use step;
