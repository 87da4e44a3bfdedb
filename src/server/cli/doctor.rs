//! `guiche doctor`: what is wrong, and how to repair it.

use std::process::ExitCode;
use std::sync::Arc;

use desk::Desk;
use desk::access::Actor;
use desk::channel::ChannelView;
use desk::clock::SystemClock;
use whatsapp::client::{CallError, ClientSettings, GraphClient, http_client};
use whatsapp::{PhoneNumberId, WabaId};

use super::CommandError;
use crate::run::{keys, schema};
use crate::settings::Settings;

/// What was found: told at once, counted where it is wrong.
#[derive(Default)]
struct Findings {
    fine: u32,
    noted: u32,
    wrong: u32,
}

impl Findings {
    fn good(&mut self, what: &str) {
        self.fine += 1;
        println!("  ok     {what}");
    }

    fn note(&mut self, what: &str, hint: &str) {
        self.noted += 1;
        println!("  note   {what}\n         {hint}");
    }

    fn bad(&mut self, what: &str, repair: &str) {
        self.wrong += 1;
        println!("  WRONG  {what}\n         {repair}");
    }
}

pub(super) async fn run(settings: &Settings) -> Result<ExitCode, CommandError> {
    let mut findings = Findings::default();
    check_address(settings, &mut findings);
    check_push(settings, &mut findings);
    if let Some(desk) = check_storage(settings, &mut findings).await {
        check_channels(settings, &desk, &mut findings).await?;
    }
    Ok(match findings.wrong {
        0 => {
            println!(
                "nothing is wrong: {} fine, {} to note",
                findings.fine, findings.noted
            );
            ExitCode::SUCCESS
        }
        count => {
            println!("{count} to repair");
            ExitCode::FAILURE
        }
    })
}

fn check_address(settings: &Settings, findings: &mut Findings) {
    if settings.public_url.scheme() == "https" {
        findings.good(&format!(
            "browsers and Meta come by {}",
            settings.public_url
        ));
    } else {
        findings.note(
            &format!("the public address {} is not https", settings.public_url),
            "Meta posts webhooks, and phones install the app, by https only: set GUICHE_PUBLIC_URL.",
        );
    }
}

fn check_push(settings: &Settings, findings: &mut Findings) {
    match &settings.vapid_subject {
        Some(subject) => {
            findings.good(&format!("push services can reach {}", subject.as_str()));
        }
        None => findings.bad(
            "no phone is notified",
            "Set GUICHE_VAPID_SUBJECT to a mailto: address or https: page of yours.",
        ),
    }
}

async fn check_storage(settings: &Settings, findings: &mut Findings) -> Option<Desk> {
    let key = match keys::load_existing(settings) {
        Ok(key) => key,
        Err(error) => {
            findings.bad(
                &format!("the key of the secrets: {error}"),
                "It is made by the first `guiche serve`; for an existing database restore the one it was made with.",
            );
            return None;
        }
    };
    findings.good("the key of the secrets is there");
    let connect = settings.connect_options();
    match schema::pending(&connect).await {
        Ok(0) => findings.good("the database answers and has this program's schema"),
        Ok(count) => {
            findings.bad(
                &format!("{count} migrations are missing"),
                "Run `guiche migrate`.",
            );
            return None;
        }
        Err(error) => {
            findings.bad(
                &format!("the database: {error}"),
                "Check GUICHE_DATABASE_URL.",
            );
            return None;
        }
    }
    let opened = Desk::open(desk::OpenOptions {
        connect,
        key,
        clock: Arc::new(SystemClock),
    })
    .await;
    let desk = match opened {
        Ok(desk) => desk,
        Err(error) => {
            findings.bad(
                &format!("the desk does not open: {error}"),
                "If the key does not belong to this database, restore the right one.",
            );
            return None;
        }
    };
    match desk.ping().await {
        Ok(()) => findings.good("the database takes writes"),
        Err(error) => {
            findings.bad(
                &format!("the database takes no writes: {error}"),
                "Check disk space and rights.",
            );
        }
    }
    Some(desk)
}

async fn check_channels(
    settings: &Settings,
    desk: &Desk,
    findings: &mut Findings,
) -> Result<(), CommandError> {
    let channels = desk.channels(&Actor::System).await?;
    if channels.is_empty() {
        findings.note("no number is connected", "Run `guiche channel add --help`.");
    }
    let client = GraphClient::new(
        http_client(&ClientSettings::default())?,
        settings.graph_api_url.clone(),
        settings.graph_api_version.clone(),
    );
    for channel in &channels {
        check_channel(desk, &client, channel, findings).await?;
    }
    Ok(())
}

async fn check_channel(
    desk: &Desk,
    client: &GraphClient,
    channel: &ChannelView,
    findings: &mut Findings,
) -> Result<(), CommandError> {
    let name = &channel.name;
    if let Some(pause) = &channel.paused {
        findings.bad(
            &format!("{name}: sending is paused ({:?})", pause.reason),
            "Mend the cause, then give the channel a new token or resume it.",
        );
    }
    let access = desk.sending_access(channel.id).await?;
    let number = PhoneNumberId::new(channel.phone_number_id.as_str())?;
    match client
        .phone_number(
            &access.access_token,
            &number,
            &["display_phone_number", "status"],
        )
        .await
    {
        Ok(_) => findings.good(&format!("{name}: Meta accepts the token for this number")),
        Err(error) => findings.bad(&format!("{name}: {error}"), repair(&error)),
    }
    let account = WabaId::new(channel.waba_id.as_str())?;
    match client.subscribed_apps(&access.access_token, &account).await {
        Ok(apps) if apps.is_empty() => findings.bad(
            &format!("{name}: no app is subscribed to the account, so no webhook comes"),
            "Subscribe the app to the WhatsApp business account (POST /{waba-id}/subscribed_apps).",
        ),
        Ok(_) => findings.good(&format!("{name}: an app is subscribed to the account")),
        Err(error) => findings.bad(&format!("{name}: {error}"), repair(&error)),
    }
    Ok(())
}

fn repair(error: &CallError) -> &'static str {
    match error {
        CallError::NotSent { .. } => {
            "Check this machine's network, DNS and clock, and GUICHE_GRAPH_API_URL."
        }
        CallError::Unclear { .. } => {
            "Meta did not answer properly; try again, then look at its status page."
        }
        CallError::Rejected { error, .. } => error
            .failure()
            .map_or("Look at Meta's error reference.", |known| {
                known.advice(failures::Language::En)
            }),
    }
}
