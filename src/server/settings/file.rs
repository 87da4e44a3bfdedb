//! The TOML file, and variables that look like ours.

use std::path::Path;

use clap::CommandFactory;

use super::{Layer, SettingsError};
use crate::cli::Cli;

/// Reads the file at `path`. A missing file is an error only when somebody `named` it.
pub fn read(path: &Path, named: bool) -> Result<Layer, SettingsError> {
    let fail = |reason: String| SettingsError::File {
        path: path.display().to_string(),
        reason,
    };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !named => {
            return Ok(Layer::default());
        }
        Err(error) => return Err(fail(error.to_string())),
    };
    toml::from_str(&text).map_err(|error| fail(error.to_string()))
}

/// Refuses `GUICHE_*` variables that no setting reads: most likely a misspelled one.
pub fn refuse_unknown_variables(
    variables: impl Iterator<Item = String>,
) -> Result<(), SettingsError> {
    let command = Cli::command();
    let known: Vec<_> = command
        .get_arguments()
        .filter_map(|argument| argument.get_env())
        .filter_map(|name| name.to_str())
        .collect();
    match variables
        .filter(|name| name.starts_with("GUICHE_"))
        .find(|name| !known.contains(&name.as_str()))
    {
        Some(unknown) => Err(SettingsError::Unknown(unknown)),
        None => Ok(()),
    }
}
