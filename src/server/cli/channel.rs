//! `guiche channel add`

use clap::{Args, Subcommand};
use desk::Desk;
use desk::access::Actor;
use desk::channel::NewChannel;
use entity::DepartmentId;
use secrecy::SecretString;

use super::CommandError;
use crate::run::open_desk;
use crate::settings::Settings;

#[derive(Subcommand, Debug)]
pub(super) enum ChannelCommand {
    /// Connect a WhatsApp number. A running desk answers on it at once.
    Add(Add),
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// Name that agents see
    #[arg(long)]
    name: String,
    /// Meta's id of the number
    #[arg(long)]
    phone_number_id: String,
    /// Meta's id of the `WhatsApp` business account
    #[arg(long)]
    waba_id: String,
    /// Token that may send (permissions `whatsapp_business_messaging`, `whatsapp_business_management`)
    #[arg(long)]
    access_token: SecretString,
    /// Secret of Meta's app, with which webhooks are signed
    #[arg(long)]
    app_secret: SecretString,
    /// Word of your choice that Meta repeats when it verifies the webhook address
    #[arg(long)]
    verify_token: SecretString,
    /// Department that receives the number's tickets; made when it does not exist
    #[arg(long)]
    department: Option<String>,
    /// The number as people write it
    #[arg(long)]
    display_phone_number: Option<String>,
    /// The number is also used in the `WhatsApp` Business app
    #[arg(long)]
    coexistence: bool,
    /// Word that, sent from the `WhatsApp` Business app, gives a conversation back to the desk
    #[arg(long)]
    echo_keyword: Option<String>,
}

impl ChannelCommand {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), CommandError> {
        let Self::Add(add) = self;
        let desk = open_desk(settings).await?;
        let department_id = match &add.department {
            Some(name) => Some(department(&desk, name).await?),
            None => None,
        };
        let channel = desk
            .create_channel(
                &Actor::System,
                NewChannel {
                    name: add.name,
                    phone_number_id: add.phone_number_id,
                    waba_id: add.waba_id,
                    display_phone_number: add.display_phone_number,
                    access_token: add.access_token,
                    app_secret: add.app_secret,
                    verify_token: add.verify_token,
                    department_id,
                    coexistence: add.coexistence,
                    echo_keyword: add.echo_keyword,
                },
            )
            .await?;
        println!("added {} ({})", channel.name, channel.phone_number_id);
        println!(
            "webhook address for Meta: {}webhooks/whatsapp",
            settings.public_url
        );
        Ok(())
    }
}

/// The department called `name`, made when it does not exist.
pub(super) async fn department(desk: &Desk, name: &str) -> Result<DepartmentId, CommandError> {
    if let Some(department) = desk.department_by_name(name).await? {
        return Ok(department.id);
    }
    let made = desk.create_department(&Actor::System, name, &[]).await?;
    Ok(made.id)
}
