//! The desktop as a program for browser tests: takes the notifications of the session bus named by
//! `DBUS_SESSION_BUS_ADDRESS`, prints one line of JSON with the control address, and runs until it
//! is ended.

use std::{error::Error, io::Write};

use guiche_tests::fakes::notifier::{Desktop, control};
use serde_json::json;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let desktop = Desktop::start().await?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let line = json!({ "control": format!("http://{}", listener.local_addr()?) });
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()?;
    drop(output);
    axum::serve(listener, control::router(desktop)).await?;
    Ok(())
}
