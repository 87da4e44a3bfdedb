//! The HTTP client below, and what its errors mean.

use std::error::Error;
use std::time::Duration;

use crate::client::error::{CallError, UnclearReason};

/// How long to wait, and for whom to pass.
#[derive(Clone, Debug)]
pub struct ClientSettings {
    /// Until a connection stands, TLS included. Keep it below `answer_timeout`: a failure to
    /// connect is known to have sent nothing, a late answer is not.
    pub connect_timeout: Duration,
    /// Until an answer is complete, from the beginning of the call; files excepted.
    pub answer_timeout: Duration,
    /// The longest pause within the transfer of a file.
    pub read_timeout: Duration,
    /// How the client introduces itself; some of Meta's hosts want an ordinary name.
    pub user_agent: String,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            answer_timeout: Duration::from_secs(30),
            read_timeout: Duration::from_secs(30),
            user_agent: concat!("guiche/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// An HTTP client fit for the Graph API: it follows no redirects, so that a token never travels
/// to where a redirect points, and repeats nothing by itself.
///
/// A process-wide rustls provider has to be installed before.
pub fn http_client(settings: &ClientSettings) -> Result<reqwest::Client, reqwest::Error> {
    builder(settings).build()
}

pub(super) fn builder(settings: &ClientSettings) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(settings.connect_timeout)
        .timeout(settings.answer_timeout)
        .read_timeout(settings.read_timeout)
        .no_proxy()
        .user_agent(&settings.user_agent)
}

/// What the failure of a request means for its effect.
///
/// DNS, TCP and TLS fail while connecting: nothing was written. The same is certain when the
/// request never left the queue of a connection that had just closed. Of everything else, part
/// may have arrived.
pub(super) fn call_error(error: &reqwest::Error) -> CallError {
    if error.is_builder() || error.is_connect() || never_dispatched(error) {
        return CallError::NotSent {
            reason: causes(error),
        };
    }
    let reason = if error.is_timeout() {
        UnclearReason::TimedOut
    } else {
        UnclearReason::Cut
    };
    CallError::Unclear { reason }
}

fn never_dispatched(error: &reqwest::Error) -> bool {
    chain(error)
        .filter_map(|cause| cause.downcast_ref::<hyper::Error>())
        .any(hyper::Error::is_canceled)
}

/// The causes of an error without its own text, which names the address.
pub(super) fn causes(error: &reqwest::Error) -> String {
    let causes: Vec<_> = chain(error).map(ToString::to_string).collect();
    if causes.is_empty() {
        "the request could not be built".to_owned()
    } else {
        causes.join(": ")
    }
}

fn chain(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}
