//! The push services as a program for browser tests: prints one line of JSON that says how to reach
//! them, and runs until it is ended.

use std::{error::Error, io::Write, path::PathBuf, sync::Arc};

use guiche_tests::fakes::{PushFakes, control};
use serde_json::json;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let fakes = Arc::new(PushFakes::start().await?);
    let authority = write_authority(&fakes.authority().pem())?;
    let control = TcpListener::bind(("127.0.0.1", 0)).await?;
    let overrides = fakes.service().overrides();
    let overrides = overrides
        .iter()
        .map(|(host, address)| format!("{host}={address}"));
    let line = json!({
        "control": format!("http://{}", control.local_addr()?),
        "authority": authority,
        "overrides": overrides.collect::<Vec<_>>(),
        "chromium": { "arguments": fakes.fcm().chromium_arguments() },
        "firefox": { "preferences": fakes.autopush().firefox_preferences() },
    });
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()?;
    drop(output);
    axum::serve(control, control::router(fakes)).await?;
    Ok(())
}

fn write_authority(pem: &str) -> std::io::Result<PathBuf> {
    let path = std::env::temp_dir().join(format!("guiche-push-fakes-{}.pem", std::process::id()));
    std::fs::write(&path, pem)?;
    Ok(path)
}
