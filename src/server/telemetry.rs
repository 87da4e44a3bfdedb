//! Log lines and metrics.

use std::io::IsTerminal;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::settings::{LogFormat, SettingsError};

/// Starts logging to standard error. Never message text, numbers or secrets: only ids, codes, counts.
pub fn log(filter: &str, format: LogFormat) -> Result<(), SettingsError> {
    let filter: EnvFilter = filter.parse().map_err(|error| SettingsError::Invalid {
        name: "GUICHE_LOG",
        reason: format!("{error}"),
    })?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // Colours are for eyes; in files and journals they are noise.
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first.
    drop(match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    });
    Ok(())
}

/// Starts counting; the handle renders what `/metrics` answers.
pub fn metrics() -> PrometheusHandle {
    static HANDLE: std::sync::OnceLock<PrometheusHandle> = std::sync::OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let recorder = PrometheusBuilder::new().build_recorder();
            let handle = recorder.handle();
            // Fails only when something else in this process records already: then it keeps recording.
            drop(metrics::set_global_recorder(recorder));
            handle
        })
        .clone()
}
