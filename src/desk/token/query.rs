//! Looking tokens up.

use entity::{ApiTokenId, UnixMillis, api_token};
use sea_orm::{EntityTrait, QueryOrder};

use crate::access::{Actor, Scopes};
use crate::desk::Desk;
use crate::error::DeskError;

/// An integrator's token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiTokenView {
    /// Id.
    pub id: ApiTokenId,
    /// Name.
    pub name: String,
    /// What it allows.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: UnixMillis,
    /// When it was last used, to the minute.
    pub last_used_at: Option<UnixMillis>,
    /// Since when it is worth nothing.
    pub revoked_at: Option<UnixMillis>,
}

impl From<api_token::Model> for ApiTokenView {
    fn from(row: api_token::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            scopes: Scopes::parse(&row.scopes),
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        }
    }
}

impl Desk {
    /// All tokens, the newest first. Administrators only.
    pub async fn tokens(&self, actor: &Actor) -> Result<Vec<ApiTokenView>, DeskError> {
        actor.require_administrator()?;
        let rows = api_token::Entity::find()
            .order_by_desc(api_token::Column::Id)
            .all(self.database().read())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The token by which the actor is known, when it is a program.
    pub async fn own_token(&self, actor: &Actor) -> Result<Option<ApiTokenView>, DeskError> {
        let Actor::Integrator(program) = actor else {
            return Ok(None);
        };
        let row = api_token::Entity::find_by_id(program.token_id)
            .one(self.database().read())
            .await?;
        Ok(row.map(Into::into))
    }
}
