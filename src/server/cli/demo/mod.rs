//! `guiche demo`: the whole product on one machine, with customers who are not there.

mod number;
mod people;
mod texts;

use std::path::PathBuf;

use clap::Args;
use desk::storage::DatabaseUrl;
use entity::person::Role;
use push::Subject;
use sandbox::{Cast, Pace, Running, Sandbox, SandboxOptions};
use url::Url;

use self::people::{PASSWORD, PEOPLE};
use super::CommandError;
use crate::run::{App, open_desk, shutdown};
use crate::settings::{MediaUrl, Settings};

/// The demonstration.
#[derive(Args, Debug)]
pub(super) struct Demo {
    /// Folder to keep the demonstration in [default: a new one, removed at the end]
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Address of the Cloud API emulator
    #[arg(long, default_value = "127.0.0.1:8090")]
    sandbox: std::net::SocketAddr,
    /// Without simulated customers: play them yourself
    #[arg(long)]
    quiet: bool,
}

impl Demo {
    pub(super) async fn run(self, mut settings: Settings) -> Result<(), CommandError> {
        let temporary = match &self.folder {
            Some(_) => None,
            None => Some(tempfile::Builder::new().prefix("guiche-demo-").tempdir()?),
        };
        let folder = match (&self.folder, &temporary) {
            (Some(folder), _) => folder.clone(),
            (None, Some(folder)) => folder.path().to_owned(),
            (None, None) => return Err("no folder for the demonstration".into()),
        };
        let sandbox = Sandbox::start(SandboxOptions {
            listen: self.sandbox,
            // Another cast of ids than last time: a kept folder knows the earlier ones.
            seed: rand::random(),
            ..SandboxOptions::default()
        })
        .await?;
        settings.database = DatabaseUrl::Sqlite(folder.join("guiche.db"));
        settings.media = MediaUrl::Folder(folder.join("media"));
        settings.data_dir = folder;
        settings.graph_api_url = Url::parse(sandbox.base_url())?;
        if settings.vapid_subject.is_none() {
            settings.vapid_subject = Some(Subject::parse("mailto:demo@guiche.app")?);
        }
        settings.demo = true;
        let desk = open_desk(&settings).await?;
        people::hire(&desk).await?;
        texts::prepare(&desk).await?;
        number::connect(&desk, &settings, &sandbox).await?;
        drop(desk);
        let app = App::start(settings.clone()).await?;
        let cast = (!self.quiet).then(|| Cast::start(&sandbox, Pace::default()));
        announce(&settings, &sandbox);
        shutdown::requested().await?;
        drop(cast);
        app.stop().await;
        sandbox.shutdown().await;
        Ok(())
    }
}

fn announce(settings: &Settings, sandbox: &Running) {
    let width = PEOPLE
        .iter()
        .map(|(email, ..)| email.len())
        .max()
        .unwrap_or(0);
    println!();
    println!("  Guichê            {}", settings.public_url);
    println!("  Customers' side   {}/sandbox", sandbox.base_url());
    println!();
    println!("  Password of all   {PASSWORD}");
    for (email, name, role, department) in PEOPLE {
        let role = match role {
            Role::Administrator => "administrator",
            Role::Supervisor => "supervisor",
            Role::Agent => "agent",
        };
        println!(
            "  {email:width$}  {role:13}  {name}  {}",
            department.unwrap_or_default()
        );
    }
    println!();
    println!("  Ctrl+C ends it.");
}
