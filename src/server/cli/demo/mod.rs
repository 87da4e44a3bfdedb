//! `guiche demo`: the whole product on one machine, with customers who are not there.

use std::path::PathBuf;

use clap::Args;
use desk::Desk;
use desk::access::Actor;
use desk::channel::{ChannelPatch, NewChannel};
use desk::person::NewPerson;
use entity::person::Role;
use entity::{ChannelId, DepartmentId};
use push::Subject;
use sandbox::{Cast, Number, Pace, Running, Sandbox, SandboxOptions};
use secrecy::SecretString;
use url::Url;

use super::CommandError;
use crate::run::{App, open_desk, shutdown};
use crate::settings::{MediaUrl, Settings};
use desk::storage::DatabaseUrl;

const PHONE_NUMBER_ID: &str = "200300400500600";
const WABA_ID: &str = "100200300400500";
const DISPLAY_NUMBER: &str = "+55 11 4002-8922";
const VERIFY_TOKEN: &str = "demonstration";
/// Everybody's, and printed: the demonstration listens on this machine alone.
const PASSWORD: &str = "guiche-demo";

/// (e-mail, name, role, department)
const PEOPLE: [(&str, &str, Role, Option<&str>); 5] = [
    (
        "helena@demo.guiche.app",
        "Helena Prado",
        Role::Administrator,
        None,
    ),
    (
        "marcos@demo.guiche.app",
        "Marcos Vieira",
        Role::Supervisor,
        None,
    ),
    (
        "ana@demo.guiche.app",
        "Ana Beatriz Rocha",
        Role::Agent,
        Some("Atendimento"),
    ),
    (
        "bruno@demo.guiche.app",
        "Bruno Tavares",
        Role::Agent,
        Some("Atendimento"),
    ),
    (
        "carla@demo.guiche.app",
        "Carla Nogueira",
        Role::Agent,
        Some("Financeiro"),
    ),
];

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
        furnish(&desk, &settings, &sandbox).await?;
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

/// People, departments and the number, unless an earlier demonstration left them.
async fn furnish(desk: &Desk, settings: &Settings, sandbox: &Running) -> Result<(), CommandError> {
    let first = department(desk, "Atendimento").await?;
    let known = desk.people(&Actor::System).await?;
    for (email, name, role, department_name) in PEOPLE {
        if known.iter().any(|person| person.email == email) {
            continue;
        }
        let departments = match department_name {
            Some(name) => vec![department(desk, name).await?],
            None => Vec::new(),
        };
        desk.create_person(
            &Actor::System,
            NewPerson {
                email: email.to_owned(),
                name: name.to_owned(),
                role,
                password: Some(SecretString::from(PASSWORD)),
                departments,
                visibility: None,
            },
        )
        .await?;
    }
    connect(desk, settings, sandbox, first).await
}

/// The emulator forgets everything at its end: each demonstration gives the number new secrets.
async fn connect(
    desk: &Desk,
    settings: &Settings,
    sandbox: &Running,
    department_id: DepartmentId,
) -> Result<(), CommandError> {
    let token = uuid::Uuid::new_v4().simple().to_string();
    let app_secret = uuid::Uuid::new_v4().simple().to_string();
    let known: Option<ChannelId> = desk
        .channels(&Actor::System)
        .await?
        .into_iter()
        .find(|channel| channel.phone_number_id == PHONE_NUMBER_ID)
        .map(|channel| channel.id);
    if let Some(id) = known {
        let patch = ChannelPatch {
            access_token: Some(SecretString::from(token.as_str())),
            app_secret: Some(SecretString::from(app_secret.as_str())),
            ..ChannelPatch::default()
        };
        desk.update_channel(&Actor::System, id, patch).await?;
    } else {
        let channel = NewChannel {
            name: "WhatsApp Principal".to_owned(),
            phone_number_id: PHONE_NUMBER_ID.to_owned(),
            waba_id: WABA_ID.to_owned(),
            display_phone_number: Some(DISPLAY_NUMBER.to_owned()),
            access_token: SecretString::from(token.as_str()),
            app_secret: SecretString::from(app_secret.as_str()),
            verify_token: SecretString::from(VERIFY_TOKEN),
            department_id: Some(department_id),
            coexistence: false,
            echo_keyword: None,
        };
        desk.create_channel(&Actor::System, channel).await?;
    }
    let webhook = format!("http://{}/webhooks/whatsapp", settings.listen);
    sandbox
        .register(Number::new(PHONE_NUMBER_ID, WABA_ID, token, app_secret).with_webhook(webhook));
    Ok(())
}

async fn department(desk: &Desk, name: &str) -> Result<DepartmentId, CommandError> {
    super::channel::department(desk, name).await
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
