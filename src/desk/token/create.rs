//! Making a token.

use entity::api_token;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use secrecy::SecretString;

use super::{ApiTokenView, new_secret};
use crate::access::{Actor, Scopes};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::input;

/// Tells people and secret scanners what they have found.
const PREFIX: &str = "gch_";

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
        if let Actor::Integrator(program) = actor
            && !scopes.0.is_subset(&program.scopes.0)
        {
            return Err(DeskError::Forbidden);
        }
        if scopes.0.is_empty() {
            return Err(DeskError::invalid("scopes", "at least one"));
        }
        let name = input::name("name", name)?;
        let (secret, hash) = new_secret(PREFIX)?;
        let token = self
            .database()
            .write(move |unit| {
                Box::pin(async move {
                    let row = api_token::ActiveModel {
                        id: Set(unit.id()),
                        name: Set(name),
                        token_hash: Set(hash.0),
                        scopes: Set(scopes.to_text()),
                        created_at: Set(unit.now()),
                        last_used_at: Set(None),
                        revoked_at: Set(None),
                    };
                    Ok::<_, DeskError>(row.insert(unit.connection()).await?)
                })
            })
            .await?;
        Ok((token.into(), secret))
    }
}
