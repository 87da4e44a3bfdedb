//! The command line: one file per command.

mod backup;
mod channel;
mod demo;
mod doctor;
mod migrate;
mod restore;
mod sandbox;
mod schema;
mod serve;
mod token;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::settings::{Layer, Settings};
use crate::telemetry;

/// Guichê: the customer-service desk for WhatsApp that agents carry on their phones.
#[derive(Parser, Debug)]
#[command(name = "guiche", version, about, max_term_width = 110)]
pub struct Cli {
    #[command(flatten)]
    settings: Layer,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the desk.
    Serve,
    /// Run the desk with simulated customers, on a database of its own.
    Demo(demo::Demo),
    /// Run the Cloud API emulator alone.
    Sandbox(sandbox::SandboxCommand),
    /// Bring the database to this program's schema.
    Migrate,
    /// Check settings, database, keys, Meta, push and disk, and say how to repair what is wrong.
    Doctor,
    /// Print the GraphQL schema.
    Schema,
    /// Manage people.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Manage WhatsApp numbers.
    #[command(subcommand)]
    Channel(channel::ChannelCommand),
    /// Manage integrators' tokens.
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Write a copy of the database, keys and files while the desk runs.
    Backup(backup::Backup),
    /// Put a copy back into an empty data folder; nothing it holds is sent again by itself.
    Restore(restore::Restore),
}

/// Why a command did not do its work.
pub type CommandError = Box<dyn std::error::Error + Send + Sync>;

/// Runs what the command line says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // One TLS provider for the whole program, before the first client is built.
    if rustls::crypto::ring::default_provider()
        .install_default()
        .is_err()
    {
        tracing::debug!("a TLS provider is installed already");
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    match runtime.block_on(dispatch(cli)) {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

fn fail(error: &CommandError) -> ExitCode {
    eprintln!("guiche: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  because: {cause}");
        source = cause.source();
    }
    ExitCode::FAILURE
}

async fn dispatch(cli: Cli) -> Result<ExitCode, CommandError> {
    let variables = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let settings = Settings::resolve(&cli.settings, variables)?;
    telemetry::log(&settings.log, settings.log_format)?;
    match cli.command {
        Command::Serve => serve::run(settings).await?,
        Command::Demo(demo) => demo.run(settings).await?,
        Command::Sandbox(sandbox) => sandbox.run().await?,
        Command::Migrate => migrate::run(&settings).await?,
        Command::Doctor => return doctor::run(&settings).await,
        Command::Schema => schema::run(),
        Command::User(user) => user.run(&settings).await?,
        Command::Channel(channel) => channel.run(&settings).await?,
        Command::Token(token) => token.run(&settings).await?,
        Command::Backup(backup) => backup.run(&settings).await?,
        Command::Restore(restore) => restore.run(&settings).await?,
    }
    Ok(ExitCode::SUCCESS)
}
