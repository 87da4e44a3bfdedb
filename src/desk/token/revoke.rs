//! Making a token worthless.

use entity::{ApiTokenId, api_token};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use super::ApiTokenView;
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::journal::{Audience, Event};

impl Desk {
    /// Makes a token worthless, for good; doing it again changes nothing. Sockets that were opened with it close.
    /// Administrators only.
    pub async fn revoke_token(
        &self,
        actor: &Actor,
        id: ApiTokenId,
    ) -> Result<ApiTokenView, DeskError> {
        actor.require_administrator()?;
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let row = api_token::Entity::find_by_id(id)
                        .lock_exclusive()
                        .one(unit.connection())
                        .await?
                        .ok_or(DeskError::NotFound("token"))?;
                    if row.revoked_at.is_some() {
                        return Ok(row.into());
                    }
                    let mut row = row.into_active_model();
                    row.revoked_at = Set(Some(unit.now()));
                    let row = row.update(unit.connection()).await?;
                    let token_id = id;
                    unit.append(Event::TokenRevoked { token_id }, Audience::Everyone);
                    unit.append(Event::DirectoryChanged, Audience::Everyone);
                    Ok(row.into())
                })
            })
            .await
    }
}
