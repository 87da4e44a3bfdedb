//! `guiche restore`

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use clap::Args;
use desk::access::Actor;
use desk::storage::DatabaseUrl;
use entity::channel::PauseReason;

use super::CommandError;
use super::backup::{KEY, MEDIA, POSTGRES, SQLITE};
use crate::run::{keys, open_desk};
use crate::settings::{MediaUrl, Settings};

/// Puts a copy back.
#[derive(Args, Debug)]
pub(super) struct Restore {
    /// Archive that `guiche backup` wrote
    file: PathBuf,
}

impl Restore {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), CommandError> {
        refuse_used(settings)?;
        keys::make_folder(&settings.data_dir)?;
        let unpacked = tempfile::Builder::new()
            .prefix(".guiche-restore-")
            .tempdir_in(&settings.data_dir)?;
        // `unpack` refuses names that lead out of the folder.
        tar::Archive::new(File::open(&self.file)?).unpack(unpacked.path())?;
        put_back(settings, unpacked.path()).await?;
        let desk = open_desk(settings).await?;
        // Clients' cursors belong to the history that this copy replaces.
        desk.begin_new_history().await?;
        // What waited to leave may have left after the copy was made: nothing goes to customers before
        // somebody has looked.
        let channels = desk.channels(&Actor::System).await?;
        for channel in &channels {
            desk.pause_channel(channel.id, PauseReason::ByAdministrator, None)
                .await?;
        }
        println!(
            "restored; sending is paused on {} channels until an administrator resumes it",
            channels.len()
        );
        Ok(())
    }
}

fn refuse_used(settings: &Settings) -> Result<(), CommandError> {
    if let DatabaseUrl::Sqlite(path) = &settings.database
        && path.exists()
    {
        return Err(format!(
            "{} exists already: restore into an empty folder",
            path.display()
        )
        .into());
    }
    Ok(())
}

async fn put_back(settings: &Settings, unpacked: &Path) -> Result<(), CommandError> {
    match &settings.database {
        DatabaseUrl::Sqlite(path) => {
            let copy = unpacked.join(SQLITE);
            if !copy.exists() {
                return Err("the archive holds no SQLite database".into());
            }
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::rename(copy, path)?;
        }
        DatabaseUrl::Postgres(url) => {
            let copy = unpacked.join(POSTGRES);
            if !copy.exists() {
                return Err("the archive holds no PostgreSQL database".into());
            }
            let restored = tokio::process::Command::new("pg_restore")
                .args([
                    "--no-owner",
                    "--no-privileges",
                    "--exit-on-error",
                    "--single-transaction",
                ])
                .arg("--dbname")
                .arg(url)
                .arg(&copy)
                .stdin(Stdio::null())
                .status()
                .await
                .map_err(|error| {
                    format!("pg_restore, which PostgreSQL brings, cannot be run: {error}")
                })?;
            if !restored.success() {
                return Err("pg_restore failed: restore into an empty database".into());
            }
        }
    }
    let key = unpacked.join(KEY);
    if key.exists() && settings.secret_key.is_none() {
        std::fs::rename(key, settings.data_dir.join(KEY))?;
    }
    let media = unpacked.join(MEDIA);
    if let (true, MediaUrl::Folder(folder)) = (media.exists(), &settings.media) {
        if let Some(parent) = folder.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::rename(media, folder)?;
    }
    Ok(())
}
