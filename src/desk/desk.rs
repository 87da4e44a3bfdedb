//! The handle that every other room holds.

use std::sync::Arc;

use entity::UnixMillis;

use crate::clock::Clock;
use crate::journal::Journal;
use crate::secrets::SecretBox;
use crate::signals::Signals;
use crate::storage::Database;

/// The desk of one installation. Cheap to clone; commands and queries are methods, written in the
/// folder of their concept.
#[derive(Clone)]
pub struct Desk(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub database: Database,
    pub journal: Journal,
    pub signals: Signals,
    pub clock: Arc<dyn Clock>,
    pub secrets: SecretBox,
}

impl Desk {
    /// The journal, for reading.
    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    /// The wires between a commit and those who wait for it.
    pub fn signals(&self) -> &Signals {
        &self.0.signals
    }

    /// Now.
    pub fn now(&self) -> UnixMillis {
        self.0.clock.now()
    }

    /// The database: for the rooms of the desk itself.
    pub(crate) fn database(&self) -> &Database {
        &self.0.database
    }

    /// The box for secrets.
    pub(crate) fn secrets(&self) -> &SecretBox {
        &self.0.secrets
    }
}
