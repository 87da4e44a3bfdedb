//! `guiche sandbox`

use std::net::SocketAddr;

use clap::Args;
use sandbox::{Sandbox, SandboxOptions};

use super::CommandError;
use crate::run::shutdown;

/// The Cloud API emulator.
#[derive(Args, Debug)]
pub(super) struct SandboxCommand {
    /// Address to answer on
    #[arg(long, default_value = "127.0.0.1:8090")]
    at: SocketAddr,
}

impl SandboxCommand {
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let running = Sandbox::start(SandboxOptions {
            listen: self.at,
            ..SandboxOptions::default()
        })
        .await?;
        println!("sandbox: {}", running.base_url());
        println!("customers: {}/sandbox", running.base_url());
        shutdown::requested().await?;
        running.shutdown().await;
        Ok(())
    }
}
