//! Signing in.

use std::net::IpAddr;

use entity::{DeviceId, person};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use secrecy::SecretString;

use super::open::open_in;
use crate::access::SignedIn;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::input;
use crate::person::EmailAddress;

/// Who wants in, and from where.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// As it was typed.
    pub email: String,
    /// As it was typed.
    pub password: SecretString,
    /// The browser install, when the client names one.
    pub device_id: Option<DeviceId>,
    /// What to call the device in the list of sessions.
    pub label: String,
    /// The address that the request came from.
    pub from: Option<IpAddr>,
}

impl Desk {
    /// Checks e-mail and password and opens a session; returns it with the token for the cookie, which
    /// is new at each sign-in (ASVS 7.2.4). An older session of the same device ends.
    pub async fn sign_in(&self, request: SignIn) -> Result<(SignedIn, SecretString), DeskError> {
        let email =
            EmailAddress::parse(&request.email).map_err(|_| DeskError::InvalidCredentials)?;
        let attempts = &self.0.sign_in_attempts;
        attempts.count(&email, request.from, self.now())?;
        let known = person::Entity::find()
            .filter(person::Column::Email.eq(email.as_str()))
            .one(self.database().read())
            .await?
            .filter(|person| person.active);
        let stored = known
            .as_ref()
            .and_then(|person| person.password_hash.clone());
        let matches = self.0.passwords.matches(request.password, stored).await?;
        let person = known
            .filter(|_| matches)
            .ok_or(DeskError::InvalidCredentials)?;
        let opened = self
            .open_session_of(person, request.device_id, input::label(&request.label))
            .await?;
        attempts.succeeded(&email, request.from);
        Ok(opened)
    }

    /// Opens the session if the person still stands as `checked`: hashing takes time, in which they may
    /// have been deactivated or given another password (ASVS 15.4.2).
    async fn open_session_of(
        &self,
        checked: person::Model,
        device: Option<DeviceId>,
        label: String,
    ) -> Result<(SignedIn, SecretString), DeskError> {
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let person = person::Entity::find_by_id(checked.id)
                        .one(unit.connection())
                        .await?
                        .filter(|person| {
                            person.active && person.password_hash == checked.password_hash
                        })
                        .ok_or(DeskError::InvalidCredentials)?;
                    open_in(unit, &person, device, label).await
                })
            })
            .await
    }
}
