//! What a request shows to prove who calls.

use axum::http::{HeaderMap, header};
use secrecy::SecretString;

use super::cookie::SessionCookie;
use crate::caller::Credential;
use crate::options::Options;

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
