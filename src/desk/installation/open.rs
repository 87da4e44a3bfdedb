//! Opening the desk.

use std::sync::Arc;

use tokio::sync::broadcast;

use crate::channel::Directory;
use crate::clock::Clock;
use crate::desk::{Desk, Inner};
use crate::error::DeskError;
use crate::ids::Ids;
use crate::journal::Journal;
use crate::notification::TestPushAllowance;
use crate::person::PasswordPool;
use crate::secrets::{KEY_LENGTH, SecretBox};
use crate::session::SignInAttempts;
use crate::signals::Signals;
use crate::storage::ConnectOptions;

use super::{history, settings};

/// How many typing hints may wait for a slow listener before the oldest are dropped: they are stale
/// within seconds anyway.
const TYPING_BUFFER: usize = 256;

/// What the desk is opened with.
pub struct OpenOptions {
    /// Where the database is. Its schema must be in place.
    pub connect: ConnectOptions,
    /// The installation's key, which is not in the database.
    pub key: [u8; KEY_LENGTH],
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

impl Desk {
    /// Opens the desk. Fails when the database cannot be reached, or when the key is not the one that
    /// sealed the secrets in it: a desk that cannot read its channels would refuse every webhook.
    pub async fn open(options: OpenOptions) -> Result<Self, DeskError> {
        let signals = Signals::default();
        let secrets = SecretBox::new(&options.key)?;
        let database = options
            .connect
            .open(options.clock.clone(), Ids::default(), signals.clone())
            .await?;
        settings::check_key(&database, &secrets).await?;
        let epoch = history::epoch(&database).await?;
        let journal = Journal::new(database.clone(), signals.clone(), &epoch);
        signals.journal_reached(journal.head().await?.0);
        let channels = Directory::load(&database, &secrets, options.clock.now()).await?;
        Ok(Self(Arc::new(Inner {
            database,
            journal,
            signals,
            secrets,
            passwords: PasswordPool::new()?,
            sign_in_attempts: SignInAttempts::default(),
            test_pushes: TestPushAllowance::default(),
            channels,
            typing: broadcast::Sender::new(TYPING_BUFFER),
            clock: options.clock,
        })))
    }
}
