//! Changing a channel.

use entity::channel::{self, PauseReason};
use entity::{ChannelId, DepartmentId, UnixMillis};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};
use secrecy::SecretString;

use super::ChannelView;
use super::create::{keyword, require_department_in};
use super::identifiers::secret;
use super::seal::{Sealed, fingerprint};
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::input;
use crate::journal::{Audience, Event};
use crate::secrets::SecretBox;
use crate::signals::Signal;

/// What to do with the department that receives a channel's tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DepartmentPatch {
    /// Leave it.
    #[default]
    Keep,
    /// None any more.
    Clear,
    /// This one.
    Set(DepartmentId),
}

/// What to change of a channel; none leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct ChannelPatch {
    /// Name.
    pub name: Option<String>,
    /// For people.
    pub display_phone_number: Option<String>,
    /// Resumes a channel that was paused because Meta refused the old one.
    pub access_token: Option<SecretString>,
    /// The old one stays good until the next change, so that webhooks under way are not refused.
    pub app_secret: Option<SecretString>,
    /// Answers Meta's question whether the webhook's address is ours.
    pub verify_token: Option<SecretString>,
    /// Receives the channel's tickets (O-17).
    pub department: DepartmentPatch,
    /// The number is also used in the WhatsApp Business app.
    pub coexistence: Option<bool>,
    /// What ends echo mode (L-105); blank: nothing any more.
    pub echo_keyword: Option<String>,
    /// Stops or resumes sending.
    pub paused: Option<bool>,
}

impl Desk {
    /// Changes a channel. Administrators only.
    pub async fn update_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
        patch: ChannelPatch,
    ) -> Result<ChannelView, DeskError> {
        actor.require_administrator()?;
        let patch = patch.checked()?;
        let desk = self.clone();
        let view = self
            .database()
            .write(move |unit| {
                Box::pin(async move {
                    let before = channel::Entity::find_by_id(id)
                        .lock_exclusive()
                        .one(unit.connection())
                        .await?
                        .ok_or(DeskError::NotFound("channel"))?;
                    if let DepartmentPatch::Set(department) = patch.department {
                        require_department_in(unit, Some(department)).await?;
                    }
                    let was_paused = before.paused_at.is_some();
                    let new_token = patch.access_token.is_some();
                    let mut row = before.clone().into_active_model();
                    patch.write_to(&mut row, &before, desk.secrets(), unit.now())?;
                    let after = row.update(unit.connection()).await?;
                    if was_paused && after.paused_at.is_none() {
                        unit.wake(Signal::Outbox);
                    }
                    if new_token {
                        // What Meta refused before may be listed now.
                        crate::template::request_in(unit, &after.waba_id).await?;
                    }
                    unit.append(Event::DirectoryChanged, Audience::Everyone);
                    Ok::<_, DeskError>(after.into())
                })
            })
            .await?;
        self.note_changed_channel().await;
        Ok(view)
    }
}

impl ChannelPatch {
    fn checked(self) -> Result<Self, DeskError> {
        let checked = |field, given: Option<SecretString>| {
            given.map(|given| secret(field, &given)).transpose()
        };
        let named = |field, given: Option<String>| {
            given.map(|given| input::name(field, &given)).transpose()
        };
        Ok(Self {
            name: named("name", self.name)?,
            display_phone_number: named("displayPhoneNumber", self.display_phone_number)?,
            access_token: checked("accessToken", self.access_token)?,
            app_secret: checked("appSecret", self.app_secret)?,
            verify_token: checked("verifyToken", self.verify_token)?,
            ..self
        })
    }

    fn write_to(
        self,
        row: &mut channel::ActiveModel,
        before: &channel::Model,
        secrets: &SecretBox,
        now: UnixMillis,
    ) -> Result<(), DeskError> {
        let id = before.id;
        row.updated_at = Set(now);
        if let Some(paused) = self.pauses(before) {
            write_pause(row, before, paused, now);
        }
        if let Some(name) = self.name {
            row.name = Set(name);
        }
        if let Some(number) = self.display_phone_number {
            row.display_phone_number = Set(Some(number));
        }
        if let Some(token) = &self.access_token {
            row.access_token = Set(Sealed::AccessToken.seal(secrets, id, token)?);
        }
        if let Some(secret) = &self.app_secret {
            rotate_app_secret(row, before, secrets, secret)?;
        }
        if let Some(token) = &self.verify_token {
            row.verify_token = Set(Sealed::VerifyToken.seal(secrets, id, token)?);
        }
        match self.department {
            DepartmentPatch::Keep => {}
            DepartmentPatch::Clear => row.department_id = Set(None),
            DepartmentPatch::Set(department) => row.department_id = Set(Some(department)),
        }
        if let Some(coexistence) = self.coexistence {
            row.coexistence = Set(coexistence);
        }
        if let Some(given) = &self.echo_keyword {
            row.echo_keyword = Set(keyword(Some(given))?);
        }
        Ok(())
    }

    /// Whether the channel shall be paused from now on; none leaves it as it is.
    fn pauses(&self, before: &channel::Model) -> Option<bool> {
        let cured =
            self.access_token.is_some() && before.pause_reason == Some(PauseReason::TokenRejected);
        self.paused.or(cured.then_some(false))
    }
}

/// An administrator's pause takes the place of no other reason: what Meta said stays visible.
fn write_pause(
    row: &mut channel::ActiveModel,
    before: &channel::Model,
    paused: bool,
    now: UnixMillis,
) {
    if paused && before.paused_at.is_some() {
        return;
    }
    row.paused_at = Set(paused.then_some(now));
    row.pause_reason = Set(paused.then_some(PauseReason::ByAdministrator));
    row.pause_failure = Set(None);
}

/// Keeps the secret that was good until now, so that webhooks under way are not refused (F29).
fn rotate_app_secret(
    row: &mut channel::ActiveModel,
    before: &channel::Model,
    secrets: &SecretBox,
    secret: &SecretString,
) -> Result<(), DeskError> {
    let new = fingerprint(secret);
    if new == before.app_secret_fingerprint {
        return Ok(());
    }
    row.app_secret = Set(Sealed::AppSecret.seal(secrets, before.id, secret)?);
    row.app_secret_fingerprint = Set(new);
    row.previous_app_secret = Set(Some(before.app_secret.clone()));
    row.previous_app_secret_fingerprint = Set(Some(before.app_secret_fingerprint.clone()));
    Ok(())
}
