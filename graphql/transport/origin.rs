//! Which sites may act with a browser's cookie (ASVS 3.5.1 to 3.5.3, 4.4.2).

use axum::http::{HeaderMap, HeaderValue, header};
use url::Url;

/// Present on every request of a client of ours. A browser asks a foreign site's server before it lets
/// the site add such a header, and ours does not consent.
pub(super) const CLIENT_HEADER: &str = "x-guiche-client";

const FETCH_SITE: &str = "sec-fetch-site";

/// Why a request looks forged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forgery {
    /// It names another origin.
    #[error("the request comes from another origin")]
    OtherOrigin,
    /// The browser says that another site made it.
    #[error("the request comes from another site")]
    OtherSite,
    /// It changes something by a cookie, and could have been made by a form.
    #[error("requests that carry the session cookie need the header {CLIENT_HEADER}")]
    NoClientHeader,
}

/// Refuses what a browser says of itself to come from elsewhere.
pub(super) fn check_site(headers: &HeaderMap, public_url: &Url) -> Result<(), Forgery> {
    check_origin(headers, public_url)?;
    match headers.get(FETCH_SITE).map(HeaderValue::as_bytes) {
        // `none`: the user typed the address or used a bookmark.
        None | Some(b"same-origin" | b"none") => Ok(()),
        Some(_) => Err(Forgery::OtherSite),
    }
}

/// Refuses an origin other than the installation's own; programs that name none pass.
pub(super) fn check_origin(headers: &HeaderMap, public_url: &Url) -> Result<(), Forgery> {
    let ours = public_url.origin().ascii_serialization();
    let foreign = headers
        .get_all(header::ORIGIN)
        .iter()
        .any(|origin| !origin.as_bytes().eq_ignore_ascii_case(ours.as_bytes()));
    if foreign {
        Err(Forgery::OtherOrigin)
    } else {
        Ok(())
    }
}

/// Refuses what a form of another site could have sent.
pub(super) fn require_client_header(headers: &HeaderMap) -> Result<(), Forgery> {
    match headers.get(CLIENT_HEADER) {
        Some(name) if !name.is_empty() => Ok(()),
        _ => Err(Forgery::NoClientHeader),
    }
}
