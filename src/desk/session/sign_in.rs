//! Signing in.

use std::net::IpAddr;

use entity::DeviceId;
use secrecy::SecretString;

use crate::access::SignedIn;
use crate::desk::Desk;
use crate::error::DeskError;

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
        Err(DeskError::Internal(format!("{request:?}")))
    }
}
