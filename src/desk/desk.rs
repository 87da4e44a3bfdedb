//! The handle that every other room holds.

use std::sync::Arc;

use entity::UnixMillis;
use sea_orm::DatabaseBackend;
use tokio::sync::broadcast;

use crate::channel::Directory;
use crate::clock::Clock;
use crate::journal::Journal;
use crate::notification::TestPushAllowance;
use crate::person::PasswordPool;
use crate::presence::Typing;
use crate::secrets::SecretBox;
use crate::session::SignInAttempts;
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
    pub passwords: PasswordPool,
    pub sign_in_attempts: SignInAttempts,
    pub test_pushes: TestPushAllowance,
    pub channels: Directory,
    pub typing: broadcast::Sender<Typing>,
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

    /// Which database the desk stands on.
    pub fn backend(&self) -> DatabaseBackend {
        self.0.database.backend()
    }

    /// The database: for the rooms of the desk itself, and for the journal's consumers.
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// The box for secrets.
    pub(crate) fn secrets(&self) -> &SecretBox {
        &self.0.secrets
    }
}
