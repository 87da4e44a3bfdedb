//! Calls to the Graph API.
//!
//! The hard part of sending is not the call but its failure: there is no idempotency key, so a
//! message whose answer was lost may be on the customer's phone. Every call therefore ends in an
//! answer or in a [`CallError`] that says whether it may have had its effect.
//!
//! Tokens are handed in per call, travel only in a header marked as sensitive, and are part of
//! no error, log line or `Debug` output.

mod answer;
mod error;
mod http;
mod management;
mod media;
mod messages;
mod templates;
#[cfg(test)]
mod tests;

pub use error::{CallError, DownloadError, SendError, UnclearReason};
pub use http::{ClientSettings, http_client};
pub use management::{PhoneNumber, SubscribedApp};
pub use media::{Download, MediaAddress, Upload};
pub use messages::Sent;
pub use templates::TemplatePage;

use reqwest::header::{AUTHORIZATION, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use url::{Origin, Url};

/// The host of media files of Meta's own installation.
const MEDIA_HOST: &str = "https://lookaside.fbsbx.com";

/// A client of one Graph API, for any number of business numbers and tokens.
#[derive(Clone, Debug)]
pub struct GraphClient {
    http: reqwest::Client,
    base: Url,
    version: String,
    media_origins: Vec<Origin>,
}

impl GraphClient {
    /// A client of the Graph API at `base` (`https://graph.facebook.com`) in a version
    /// (`v25.0`). Make `http` with [`http_client`], which follows no redirects and limits every
    /// wait.
    ///
    /// Tokens for files are sent to `base` and to Meta's media host, nowhere else.
    pub fn new(http: reqwest::Client, base: Url, version: impl Into<String>) -> Self {
        let media_host = Url::parse(MEDIA_HOST).map(|url| url.origin());
        let media_origins = media_host.into_iter().chain([base.origin()]).collect();
        Self {
            http,
            base,
            version: version.into(),
            media_origins,
        }
    }

    /// Allows files, and thereby tokens, at another origin; for test installations.
    #[must_use]
    pub fn with_media_origin(mut self, url: &Url) -> Self {
        self.media_origins.push(url.origin());
        self
    }

    /// `<base>/<version>/<segment>/…`; segments are escaped, so that an id cannot leave its
    /// place.
    fn address(&self, segments: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(&self.version).extend(segments);
        }
        url
    }
}

/// The header that authorises a call, hidden from logs.
fn authorization(token: &SecretString) -> Result<HeaderValue, CallError> {
    let text = format!("Bearer {}", token.expose_secret());
    let mut value = HeaderValue::from_str(&text).map_err(|_| CallError::NotSent {
        reason: "the access token holds characters that no token has".to_owned(),
    })?;
    value.set_sensitive(true);
    Ok(value)
}

fn authorized(
    request: reqwest::RequestBuilder,
    token: &SecretString,
) -> Result<reqwest::RequestBuilder, CallError> {
    Ok(request.header(AUTHORIZATION, authorization(token)?))
}
