//! What a request shows to prove who calls.

use axum::http::{HeaderMap, header};
use desk::DeskError;
use desk::access::Actor;
use secrecy::SecretString;

use super::cookie::SessionCookie;
use super::origin::{self, Forgery};
use crate::caller::Credential;
use crate::options::Options;
use crate::service::GraphqlService;

/// Why it is not known who calls.
#[derive(Debug, thiserror::Error)]
pub enum Unidentified {
    /// A browser says that another site made the request.
    #[error(transparent)]
    Forged(#[from] Forgery),
    /// The token is not valid, or nobody can be looked up.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl GraphqlService {
    /// Who makes a request that only reads at another path of this server, by the rules of the API: a bearer
    /// token, or else the session cookie of a browser that our own pages sent. Nobody is
    /// [`Actor::Anonymous`].
    pub async fn identify(&self, headers: &HeaderMap) -> Result<Actor, Unidentified> {
        let credential = credential(headers, self.options());
        if !matches!(credential, Credential::Token(_)) {
            origin::check_site(headers, &self.options().public_url)?;
        }
        Ok(credential.actor(self.desk()).await?)
    }

    /// Who makes a request that changes something at another path of this server: as [`Self::identify`], and a
    /// request that carries the session cookie must also carry the header that no foreign page can add.
    pub async fn identify_writer(&self, headers: &HeaderMap) -> Result<Actor, Unidentified> {
        if matches!(credential(headers, self.options()), Credential::Session(_)) {
            origin::require_client_header(headers)?;
        }
        self.identify(headers).await
    }
}

/// The credential of a request: a bearer token (RFC 6750), which no browser adds by itself, or else the
/// session cookie.
pub(super) fn credential(headers: &HeaderMap, options: &Options) -> Credential {
    if let Some(token) = bearer(headers) {
        return Credential::Token(token);
    }
    SessionCookie::of(options)
        .read(headers)
        .map_or(Credential::None, Credential::Session)
}

fn bearer(headers: &HeaderMap) -> Option<SecretString> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().into())
}
