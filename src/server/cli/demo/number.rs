//! The number that the demonstration answers on.

use desk::Desk;
use desk::access::Actor;
use desk::channel::{ChannelPatch, NewChannel};
use entity::ChannelId;
use sandbox::{Number, Running};
use secrecy::SecretString;

use crate::cli::CommandError;
use crate::cli::channel::department;
use crate::settings::Settings;

const PHONE_NUMBER_ID: &str = "200300400500600";
const WABA_ID: &str = "100200300400500";
const DISPLAY_NUMBER: &str = "+55 11 4002-8922";
const VERIFY_TOKEN: &str = "demonstration";

/// The emulator forgets everything at its end: each demonstration gives the number new secrets.
pub(super) async fn connect(
    desk: &Desk,
    settings: &Settings,
    sandbox: &Running,
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
            department_id: Some(department(desk, "Atendimento").await?),
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
