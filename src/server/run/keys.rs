//! The key that secrets are encrypted with: made on first start, kept outside the database.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use desk::secrets::{KEY_LENGTH, SecretBox, SecretError};
use secrecy::ExposeSecret;

use crate::settings::Settings;

/// The key is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is there, but not a key.
    #[error("{0} does not hold 64 hexadecimal digits")]
    Malformed(String),
    /// No key could be made.
    #[error(transparent)]
    Secret(#[from] SecretError),
}

/// Makes the data folder, readable by its owner alone.
pub fn make_folder(path: &Path) -> Result<(), KeyError> {
    let fail = |source| KeyError::File {
        path: path.to_owned(),
        source,
    };
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(fail)
}

/// The key of the setting, or of the file, which is made when it is missing.
pub fn load_or_make(settings: &Settings) -> Result<[u8; KEY_LENGTH], KeyError> {
    match load_existing(settings) {
        Err(KeyError::File { path, source }) if source.kind() == ErrorKind::NotFound => make(&path),
        outcome => outcome,
    }
}

/// The key, which must be there.
pub fn load_existing(settings: &Settings) -> Result<[u8; KEY_LENGTH], KeyError> {
    if let Some(text) = &settings.secret_key {
        return parse(text.expose_secret(), "GUICHE_SECRET_KEY");
    }
    let path = settings.data_dir.join("secret.key");
    match fs::read_to_string(&path) {
        Ok(text) => parse(&text, &path.display().to_string()),
        Err(source) => Err(KeyError::File { path, source }),
    }
}

fn make(path: &Path) -> Result<[u8; KEY_LENGTH], KeyError> {
    let key = SecretBox::generate_key()?;
    let fail = |source| KeyError::File {
        path: path.to_owned(),
        source,
    };
    let mut options = OpenOptions::new();
    // Never over an existing one: two programs that start at once must end with the same key.
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            file.write_all(hex::encode(key).as_bytes()).map_err(fail)?;
            file.sync_all().map_err(fail)?;
            Ok(key)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let text = fs::read_to_string(path).map_err(fail)?;
            parse(&text, &path.display().to_string())
        }
        Err(source) => Err(fail(source)),
    }
}

fn parse(text: &str, origin: &str) -> Result<[u8; KEY_LENGTH], KeyError> {
    let mut key = [0; KEY_LENGTH];
    hex::decode_to_slice(text.trim(), &mut key)
        .map_err(|_| KeyError::Malformed(origin.to_owned()))?;
    Ok(key)
}
