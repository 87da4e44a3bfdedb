//! `guiche backup`

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use clap::Args;
use desk::storage::DatabaseUrl;
use files::visit_files;
use sea_orm::ConnectionTrait;

use super::CommandError;
use crate::settings::{MediaUrl, Settings};

/// Name of the database's copy inside the archive, by kind.
pub(super) const SQLITE: &str = "guiche.db";
pub(super) const POSTGRES: &str = "guiche.pgdump";
/// Name of the key inside the archive.
pub(super) const KEY: &str = "secret.key";
/// Name of the files' folder inside the archive.
pub(super) const MEDIA: &str = "media";

/// Writes a copy.
#[derive(Args, Debug)]
pub(super) struct Backup {
    /// Archive (tar) to write; must not exist. It holds the key: keep it where secrets are kept
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), CommandError> {
        let folder = tempfile::Builder::new()
            .prefix(".guiche-backup-")
            .tempdir_in(
                self.file
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty())
                    .unwrap_or(Path::new(".")),
            )?;
        let (name, copy) = copy_database(settings, folder.path()).await?;
        let partial = folder.path().join("archive");
        let mut archive = tar::Builder::new(File::create(&partial)?);
        archive.append_path_with_name(&copy, name)?;
        let key = settings.data_dir.join(KEY);
        if settings.secret_key.is_none() {
            archive.append_path_with_name(&key, KEY)?;
        }
        match &settings.media {
            MediaUrl::Folder(media) if media.is_dir() => {
                // After the database, so that whatever its copy refers to is there.
                visit_files(media, |file| -> Result<(), CommandError> {
                    let name = Path::new(MEDIA).join(file);
                    Ok(archive.append_path_with_name(media.join(file), name)?)
                })?;
            }
            MediaUrl::Folder(_) => {}
            MediaUrl::S3(_) => println!("files are in the object store, which has its own backup"),
        }
        let mut file = archive.into_inner()?;
        file.flush()?;
        file.sync_all()?;
        // Only a whole archive ever has the name; an existing one is never replaced.
        std::fs::hard_link(&partial, &self.file)?;
        println!("wrote {}", self.file.display());
        Ok(())
    }
}

/// A consistent copy of the database, while others write.
async fn copy_database(
    settings: &Settings,
    folder: &Path,
) -> Result<(&'static str, PathBuf), CommandError> {
    match &settings.database {
        DatabaseUrl::Sqlite(_) => {
            let copy = folder.join(SQLITE);
            let path = copy
                .to_str()
                .ok_or("the folder's name is not UTF-8")?
                .replace('\'', "''");
            let connection = settings.connect_options().single().await?;
            connection
                .execute_unprepared(&format!("VACUUM INTO '{path}'"))
                .await?;
            connection.close().await?;
            Ok((SQLITE, copy))
        }
        DatabaseUrl::Postgres(url) => {
            let copy = folder.join(POSTGRES);
            let dumped = tokio::process::Command::new("pg_dump")
                .args(["--format=custom", "--no-owner", "--no-privileges"])
                .arg("--file")
                .arg(&copy)
                .arg("--dbname")
                .arg(url)
                .stdin(Stdio::null())
                .status()
                .await
                .map_err(|error| {
                    format!("pg_dump, which PostgreSQL brings, cannot be run: {error}")
                })?;
            if !dumped.success() {
                return Err("pg_dump failed".into());
            }
            Ok((POSTGRES, copy))
        }
    }
}
