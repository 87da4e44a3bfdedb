//! An installation's database, as an operator's tools see it: beside the program, not through it.

use std::path::Path;
use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, QueryResult, Statement};

const PATIENCE: Duration = Duration::from_mins(1);

/// Where an installation keeps what is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file of its own.
    Sqlite,
    /// A database of its own on the tests' server.
    Postgres,
}

/// One database.
#[derive(Default)]
pub struct Store {
    url: String,
    /// Removes the database at the end.
    postgres: Option<test_postgres::Database>,
}

impl Store {
    pub(super) async fn create(database: Database, folder: &Path) -> Self {
        match database {
            Database::Sqlite => Self {
                url: format!("sqlite://{}", folder.join("guiche.db").display()),
                postgres: None,
            },
            Database::Postgres => {
                let made = test_postgres::Database::create().await;
                Self {
                    url: made.url.clone(),
                    postgres: Some(made),
                }
            }
        }
    }

    /// A database that somebody else made and removes.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            postgres: None,
        }
    }

    /// Takes everything out of a database on the server.
    pub(super) async fn empty(&self) {
        self.execute("DROP SCHEMA public CASCADE").await;
        self.execute("CREATE SCHEMA public").await;
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Which kind.
    pub fn kind(&self) -> Database {
        if self.url.starts_with("sqlite:") {
            Database::Sqlite
        } else {
            Database::Postgres
        }
    }

    /// A connection of one's own.
    pub async fn connect(&self) -> DatabaseConnection {
        let mut options = ConnectOptions::new(self.url.clone());
        options.max_connections(1).sqlx_logging(false);
        sea_orm::Database::connect(options)
            .await
            .expect("the database can be opened")
    }

    /// The one number that `sql` asks for.
    pub async fn count(&self, sql: &str) -> i64 {
        let rows = self.query(sql).await;
        let row = rows.first().unwrap_or_else(|| panic!("{sql}: no row"));
        row.try_get_by_index(0)
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Changes something behind the program's back.
    pub async fn execute(&self, sql: &str) {
        let connection = self.connect().await;
        let done = connection.execute_unprepared(sql).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
        connection.close().await.expect("an idle connection");
    }

    /// The texts of the first column.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.query(sql).await;
        let text = |row: &QueryResult| row.try_get_by_index(0).expect("text");
        rows.iter().map(text).collect()
    }

    async fn query(&self, sql: &str) -> Vec<QueryResult> {
        let connection = self.connect().await;
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let rows = connection.query_all_raw(statement).await;
        let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
        connection.close().await.expect("an idle connection");
        rows
    }

    /// Waits until every stored webhook is understood. Not every webhook makes an event that could be awaited.
    pub async fn understood(&self) {
        let waiting = "SELECT count(*) FROM webhook WHERE processed_at IS NULL";
        let all = async {
            while self.count(waiting).await > 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, all).await;
        in_time.expect("webhooks are understood in time");
    }

    /// Nothing is damaged, and no webhook is stuck. `PostgreSQL` has no such check of its own; there the rows
    /// are at least all read.
    pub async fn assert_sound(&self) {
        match self.kind() {
            Database::Sqlite => {
                assert_eq!(self.texts("PRAGMA integrity_check").await, ["ok"]);
                assert!(self.query("PRAGMA foreign_key_check").await.is_empty());
            }
            Database::Postgres => {
                self.count("SELECT count(*) FROM message").await;
            }
        }
    }

    pub(super) async fn remove(self) {
        if let Some(postgres) = self.postgres {
            postgres.remove().await;
        }
    }
}
