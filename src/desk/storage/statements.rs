//! How many SQL statements are run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::DatabaseConnection;

/// Counts SQL statements, beginnings and ends of transactions aside.
#[derive(Clone, Default)]
pub(super) struct Statements(Arc<AtomicU64>);

impl Statements {
    /// Counts the statements of `connection` and of its clones from now on.
    pub fn count_on(&self, connection: &mut DatabaseConnection) {
        let counted = self.0.clone();
        connection.set_metric_callback(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        });
    }

    /// How many so far.
    pub fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
