//! Making a token worthless.

use entity::ApiTokenId;

use super::ApiTokenView;
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// Makes a token worthless, for good. Administrators only.
    pub async fn revoke_token(
        &self,
        actor: &Actor,
        id: ApiTokenId,
    ) -> Result<ApiTokenView, DeskError> {
        actor.require_administrator()?;
        Err(DeskError::Internal(id.to_string()))
    }
}
