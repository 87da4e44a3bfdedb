//! When to stop.

use std::time::Duration;

/// How long requests and sends in flight may take to finish.
pub const GRACE: Duration = Duration::from_secs(10);

/// Waits for the operator's or the system's wish to stop.
pub async fn requested() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}
