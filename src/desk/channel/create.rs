//! Connecting a number.

use entity::{DepartmentId, channel, department};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr, EntityTrait};
use secrecy::SecretString;

use super::ChannelView;
use super::identifiers::{identifier, secret};
use super::seal::{Sealed, fingerprint};
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::input;
use crate::journal::{Audience, Event};
use crate::secrets::{SecretBox, SecretError};
use crate::storage::{StorageError, UnitOfWork};

/// A number to be connected.
#[derive(Clone, Debug)]
pub struct NewChannel {
    /// Name.
    pub name: String,
    /// Meta's id of the number.
    pub phone_number_id: String,
    /// Meta's id of the business account.
    pub waba_id: String,
    /// For people.
    pub display_phone_number: Option<String>,
    /// Lets the desk send.
    pub access_token: SecretString,
    /// Signs the webhooks.
    pub app_secret: SecretString,
    /// Answers Meta's question whether the webhook's address is ours.
    pub verify_token: SecretString,
    /// Receives the channel's tickets (O-17).
    pub department_id: Option<DepartmentId>,
    /// The number is also used in the WhatsApp Business app: 20 messages a second instead of 80.
    pub coexistence: bool,
    /// What somebody sends from the `WhatsApp` Business app to end echo mode (L-105).
    pub echo_keyword: Option<String>,
}

impl Desk {
    /// Connects a number. Administrators only.
    pub async fn create_channel(
        &self,
        actor: &Actor,
        channel: NewChannel,
    ) -> Result<ChannelView, DeskError> {
        actor.require_administrator()?;
        let channel = channel.checked()?;
        let desk = self.clone();
        let view = self
            .database()
            .write(move |unit| {
                Box::pin(async move {
                    require_department_in(unit, channel.department_id).await?;
                    let row = channel.row(desk.secrets(), unit)?;
                    let row = row.insert(unit.connection()).await.map_err(taken)?;
                    crate::template::request_in(unit, &row.waba_id).await?;
                    unit.append(Event::DirectoryChanged, Audience::Everyone);
                    Ok::<_, DeskError>(row.into())
                })
            })
            .await?;
        self.note_changed_channel().await;
        Ok(view)
    }
}

impl NewChannel {
    fn checked(self) -> Result<Self, DeskError> {
        let display_phone_number = self.display_phone_number.as_deref();
        Ok(Self {
            name: input::name("name", &self.name)?,
            phone_number_id: identifier("phoneNumberId", &self.phone_number_id)?,
            waba_id: identifier("wabaId", &self.waba_id)?,
            display_phone_number: display_phone_number
                .map(|number| input::name("displayPhoneNumber", number))
                .transpose()?,
            access_token: secret("accessToken", &self.access_token)?,
            app_secret: secret("appSecret", &self.app_secret)?,
            verify_token: secret("verifyToken", &self.verify_token)?,
            department_id: self.department_id,
            coexistence: self.coexistence,
            echo_keyword: keyword(self.echo_keyword.as_deref())?,
        })
    }

    fn row(
        self,
        secrets: &SecretBox,
        unit: &UnitOfWork,
    ) -> Result<channel::ActiveModel, SecretError> {
        let id = unit.id();
        Ok(channel::ActiveModel {
            id: Set(id),
            name: Set(self.name),
            phone_number_id: Set(self.phone_number_id),
            waba_id: Set(self.waba_id),
            display_phone_number: Set(self.display_phone_number),
            access_token: Set(Sealed::AccessToken.seal(secrets, id, &self.access_token)?),
            app_secret: Set(Sealed::AppSecret.seal(secrets, id, &self.app_secret)?),
            app_secret_fingerprint: Set(fingerprint(&self.app_secret)),
            previous_app_secret: Set(None),
            previous_app_secret_fingerprint: Set(None),
            verify_token: Set(Sealed::VerifyToken.seal(secrets, id, &self.verify_token)?),
            department_id: Set(self.department_id),
            coexistence: Set(self.coexistence),
            echo_keyword: Set(self.echo_keyword),
            paused_at: Set(None),
            pause_reason: Set(None),
            pause_failure: Set(None),
            created_at: Set(unit.now()),
            updated_at: Set(unit.now()),
        })
    }
}

/// A word or a few on one line; none when it is blank.
pub(super) fn keyword(given: Option<&str>) -> Result<Option<String>, DeskError> {
    given
        .filter(|keyword| !keyword.trim().is_empty())
        .map(|keyword| input::name("echoKeyword", keyword))
        .transpose()
}

pub(super) async fn require_department_in(
    unit: &UnitOfWork,
    department: Option<DepartmentId>,
) -> Result<(), DeskError> {
    let Some(department) = department else {
        return Ok(());
    };
    let found = department::Entity::find_by_id(department)
        .one(unit.connection())
        .await?;
    found.map(drop).ok_or(DeskError::NotFound("department"))
}

fn taken(error: DbErr) -> DeskError {
    match StorageError::from(error) {
        StorageError::Conflict(_) => DeskError::Conflict("a channel has this phone number id"),
        other => other.into(),
    }
}
