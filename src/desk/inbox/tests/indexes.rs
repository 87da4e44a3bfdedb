//! A page walks indexes: it neither scans the table nor sorts it.

use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, Statement, TransactionTrait};

use super::population::Population;
use crate::inbox::InboxQuery;
use crate::inbox::plan::plan;
use crate::inbox::query::statement;
use crate::page::InboxCursor;
use crate::testing::{NOON, on_both_databases};

/// What would take long on a large desk.
fn is_expensive(step: &str) -> bool {
    // PostgreSQL, then SQLite: a scan without an index, a temporary b-tree, several indexes for one OR.
    step.contains("Seq Scan")
        || step.contains("Sort")
        || step.contains("Bitmap")
        || step.contains("TEMP B-TREE")
        || step.contains("MULTI-INDEX OR")
        || (step.starts_with("SCAN conversation") && !step.contains("USING INDEX"))
}

/// The plan of a statement, a line per step.
async fn explain<C: ConnectionTrait>(connection: &C, statement: Statement) -> Vec<String> {
    let (prefix, column) = match connection.get_database_backend() {
        DatabaseBackend::Sqlite => ("EXPLAIN QUERY PLAN ", "detail"),
        _ => ("EXPLAIN ", "QUERY PLAN"),
    };
    let explained = Statement {
        sql: format!("{prefix}{}", statement.sql),
        ..statement
    };
    let rows = connection.query_all_raw(explained).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", column).unwrap())
        .collect()
}

/// On a small table PostgreSQL rightly prefers to sort a few rows. With that made dear, only what no index
/// can give in order is left to sort.
async fn prefer_indexes(connection: &DatabaseTransaction) {
    for setting in ["enable_sort", "enable_bitmapscan", "enable_seqscan"] {
        let off = format!("SET LOCAL {setting} = off");
        connection.execute_unprepared(&off).await.unwrap();
    }
}

on_both_databases! {
    async fn no_list_is_scanned_or_sorted(desk: &TestDesk) {
        let population = Population::fill(desk, 3, 5_000).await;
        let connection = desk.database().read().begin().await.unwrap();
        if desk.database().backend() == DatabaseBackend::Postgres {
            prefer_indexes(&connection).await;
        }
        let place = InboxCursor { at: NOON.plus(25), id: population.conversations[0].id };
        let mut expensive = Vec::new();
        for (viewer, list, filter) in population.questions() {
            for after in [None, Some(place)] {
                let query = InboxQuery { list, filter, first: 30, after };
                let Some(select) = statement(&plan(&viewer, &query), 31) else { continue };
                let built = desk.database().backend().build(&select);
                let steps = explain(&connection, built).await;
                if let Some(step) = steps.iter().find(|step| is_expensive(step)) {
                    expensive.push(format!("{viewer:?} {list:?} {filter:?} {after:?}: {step}\n{}", steps.join("\n")));
                }
            }
        }
        connection.rollback().await.unwrap();
        assert!(expensive.is_empty(), "{} of them, such as\n{}", expensive.len(), expensive[0]);
    }
}
