//! What an operator can set, and where it comes from.
//!
//! A flag wins over an environment variable, which wins over the TOML file, which wins over the default.
//! There is one list of settings, [`Layer`]: `--help`, the variables and the file's keys are made from
//! it. What cannot be used is refused by name before anything starts.

mod file;
mod layer;
mod resolve;

pub use layer::{Layer, LogFormat};
pub use resolve::{MediaUrl, Settings, TestPushService};

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("the settings file {path}: {reason}")]
    File {
        /// Which file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// A value cannot be used.
    #[error("{name}: {reason}")]
    Invalid {
        /// The setting, as its environment variable is called.
        name: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A variable that looks like ours but is none.
    #[error("{0}: there is no such setting (see guiche --help)")]
    Unknown(String),
}

impl SettingsError {
    fn invalid(name: &'static str, reason: impl Into<String>) -> Self {
        Self::Invalid {
            name,
            reason: reason.into(),
        }
    }
}
