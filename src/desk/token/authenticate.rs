//! Recognising a program.

use entity::{ApiTokenId, api_token};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::TokenHash;
use crate::access::{Integrator, Scopes};
use crate::desk::Desk;
use crate::error::DeskError;

/// How exactly it is remembered when a token was last used, in milliseconds.
const MINUTE: i64 = 60_000;

impl Desk {
    /// Which program holds this token. That it was used is stored at most once a minute, and not waited for.
    pub async fn authenticate_token(&self, token: &str) -> Result<Integrator, DeskError> {
        let hash = TokenHash::of(token).ok_or(DeskError::Unauthenticated)?;
        let row = api_token::Entity::find()
            .filter(api_token::Column::TokenHash.eq(hash.0))
            .one(self.database().read())
            .await?
            .ok_or(DeskError::Unauthenticated)?;
        let program = integrator(&row)?;
        if row
            .last_used_at
            .is_none_or(|at| self.now().since(at) >= MINUTE)
        {
            tokio::spawn(self.clone().note_use(row.id));
        }
        Ok(program)
    }

    /// The same program as it stands now. Unauthenticated when the token was revoked.
    pub async fn refresh_integrator(&self, program: &Integrator) -> Result<Integrator, DeskError> {
        let row = api_token::Entity::find_by_id(program.token_id)
            .one(self.database().read())
            .await?
            .ok_or(DeskError::Unauthenticated)?;
        integrator(&row)
    }

    async fn note_use(self, id: ApiTokenId) {
        let noted = self
            .database()
            .write(move |unit| {
                Box::pin(async move {
                    let a_minute_ago = unit.now().plus(-MINUTE);
                    let is_due = Condition::any()
                        .add(api_token::Column::LastUsedAt.is_null())
                        .add(api_token::Column::LastUsedAt.lte(a_minute_ago));
                    api_token::Entity::update_many()
                        .set(api_token::ActiveModel {
                            last_used_at: Set(Some(unit.now())),
                            ..Default::default()
                        })
                        .filter(api_token::Column::Id.eq(id))
                        .filter(is_due)
                        .exec(unit.connection())
                        .await?;
                    Ok::<_, DeskError>(())
                })
            })
            .await;
        if let Err(error) = noted {
            tracing::warn!(%error, "the use of a token could not be noted");
        }
    }
}

fn integrator(row: &api_token::Model) -> Result<Integrator, DeskError> {
    match row.revoked_at {
        Some(_) => Err(DeskError::Unauthenticated),
        None => Ok(Integrator {
            token_id: row.id,
            scopes: Scopes::parse(&row.scopes),
        }),
    }
}
