//! Integrators' tokens.

use async_graphql::{Context, Description, Enum, ID, InputObject, Object, Result, SimpleObject};
use desk::access::Scopes;
use desk::token::ApiTokenView;
use secrecy::ExposeSecret;

use crate::context::ResolverContext;
use crate::error::{OperationError, outcome};
use crate::scalars::{Instant, parse_id};

/// A program's key to the desk, without its secret.
#[derive(Clone, Debug, Description)]
pub struct ApiToken(pub ApiTokenView);

#[Object(use_type_description)]
impl ApiToken {
    /// Stable for ever.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What it is for.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it allows.
    async fn scopes(&self) -> Vec<Scope> {
        self.0.scopes.0.iter().copied().map(Into::into).collect()
    }

    /// When it was made.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }

    /// When it was last used, to the minute; null: never.
    async fn last_used_at(&self) -> Option<Instant> {
        self.0.last_used_at.map(Into::into)
    }
}

/// One thing that a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "desk::access::Scope")]
pub enum Scope {
    /// See every conversation and the directory, and follow events.
    Read,
    /// Send messages and move conversations.
    Send,
    /// Manage people, departments, channels and tokens.
    Administer,
}

/// Changes to tokens.
#[derive(Default)]
pub struct TokenMutations;

#[Object]
impl TokenMutations {
    /// Makes a token. Its secret is shown this once: send it as `Authorization: Bearer …`, or as `token` in
    /// the payload of `connection_init`. For administrators.
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What for, and what it allows.")] input: CreateApiTokenInput,
    ) -> Result<CreateApiTokenPayload> {
        let scopes = Scopes(input.scopes.into_iter().map(Into::into).collect());
        let made = ctx
            .desk()
            .create_token(ctx.actor(), &input.name, scopes)
            .await;
        let (made, error) = outcome(made)?;
        let (token, secret) = made.unzip();
        Ok(CreateApiTokenPayload {
            token: token.map(ApiToken),
            secret: secret.map(|secret| secret.expose_secret().to_owned()),
            error,
        })
    }

    /// Makes a token worthless, for good; its sockets are closed. For administrators.
    async fn revoke_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RevokeApiTokenInput,
    ) -> Result<RevokeApiTokenPayload> {
        let revoked = async {
            let id = parse_id(&input.token_id, "tokenId")?;
            ctx.desk().revoke_token(ctx.actor(), id).await
        };
        let (token, error) = outcome(revoked.await)?;
        Ok(RevokeApiTokenPayload {
            token: token.map(ApiToken),
            error,
        })
    }
}

/// A token to be made.
#[derive(InputObject)]
pub struct CreateApiTokenInput {
    /// What it is for; 1 to 100 characters.
    name: String,
    /// What it allows; at least one.
    scopes: Vec<Scope>,
}

/// The token that was made.
#[derive(SimpleObject)]
pub struct CreateApiTokenPayload {
    /// Null when it was not made.
    token: Option<ApiToken>,
    /// Shown this once.
    secret: Option<String>,
    /// Null on success.
    error: Option<OperationError>,
}

/// Which token to revoke.
#[derive(InputObject)]
pub struct RevokeApiTokenInput {
    /// Which token.
    token_id: ID,
}

/// The token that was revoked.
#[derive(SimpleObject)]
pub struct RevokeApiTokenPayload {
    /// Null when it was not changed.
    token: Option<ApiToken>,
    /// Null on success.
    error: Option<OperationError>,
}
