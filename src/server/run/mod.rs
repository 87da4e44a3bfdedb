//! Putting the rooms together and taking them apart in order.

mod app;
mod errands;
mod housekeeping;
pub mod keys;
mod media_store;
mod node;
mod nodes;
mod push_sender;
pub mod schema;
pub mod shutdown;

pub use app::{App, StartError};
pub use keys::KeyError;

use std::sync::Arc;

use desk::Desk;
use desk::clock::SystemClock;
use desk::storage::ConnectOptions;

use crate::settings::Settings;

impl Settings {
    /// How to open the database.
    pub fn connect_options(&self) -> ConnectOptions {
        ConnectOptions {
            redaction: self.redaction,
            ..ConnectOptions::new(self.database.clone())
        }
    }
}

/// Opens the desk for a command: makes the data folder, the key and the schema when they are missing.
pub async fn open_desk(settings: &Settings) -> Result<Desk, StartError> {
    keys::make_folder(&settings.data_dir)?;
    let key = keys::load_or_make(settings)?;
    let connect = settings.connect_options();
    let migrations = schema::bring_up_to_date(&connect).await?;
    if migrations > 0 {
        tracing::info!(migrations, "the database was brought up to date");
    }
    Ok(Desk::open(desk::OpenOptions {
        connect,
        key,
        clock: Arc::new(SystemClock),
    })
    .await?)
}
