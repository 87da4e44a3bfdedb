//! One message to one push service, within bounds that no answer can stretch.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use reqwest::{
    Certificate, Client, Response, StatusCode,
    header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, RETRY_AFTER},
    redirect::Policy,
};
use thiserror::Error;

use crate::{
    Outcome, Payload, SendError, Subject, Subscription, Topic, VapidKey, encrypt,
    guard::PublicOnlyResolver, hosts::Hosts, retry_after, vapid::Signer,
};

/// A question of a customer that was not seen for four hours is found in the desk, not on a lock
/// screen.
pub const DEFAULT_TIME_TO_LIVE: Duration = Duration::from_hours(4);

/// Services keep messages for four weeks at most; some refuse a longer wish.
const LONGEST_TIME_TO_LIVE: Duration = Duration::from_hours(28 * 24);
const TIME_LIMIT: Duration = Duration::from_secs(10);
const ANSWER_READ: usize = 64 * 1_024;
const ANSWER_KEPT: usize = 500;

/// How much a message may cost the device's battery (RFC 8030, section 5.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Urgency {
    /// Only on power and Wi-Fi.
    VeryLow,
    /// On either.
    Low,
    /// Whenever the device is awake.
    #[default]
    Normal,
    /// Now, even on a low battery: somebody waits for an answer.
    High,
}

impl Urgency {
    fn as_str(self) -> &'static str {
        match self {
            Self::VeryLow => "very-low",
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

/// What to send, and how.
#[derive(Clone, Debug)]
pub struct Message {
    /// What the device is told.
    pub payload: Payload,
    /// How long the service keeps it for a device that is away; whole seconds, at most 28 days.
    pub ttl: Duration,
    /// How much it may cost the device.
    pub urgency: Urgency,
    /// What it replaces, if the device has not yet seen that.
    pub topic: Option<Topic>,
}

impl Message {
    /// A message that lives for four hours and wakes the device.
    pub fn urgent(payload: Payload, topic: Option<Topic>) -> Self {
        Self {
            payload,
            ttl: DEFAULT_TIME_TO_LIVE,
            urgency: Urgency::High,
            topic,
        }
    }
}

/// How a [`Sender`] is set up.
#[derive(Debug)]
pub struct SenderOptions {
    /// The server's identity.
    pub key: VapidKey,
    /// Whom services may contact.
    pub subject: Subject,
    /// For connecting, sending and reading the answer together.
    pub time_limit: Duration,
    /// Authorities that are trusted besides the system's. Empty outside tests.
    pub extra_roots: Vec<Certificate>,
    /// Names that lead to a given address instead of the one that DNS tells. They pass by the guard,
    /// so they come from the operator's test configuration alone. Empty outside tests.
    pub overrides: Vec<(String, SocketAddr)>,
}

impl SenderOptions {
    /// The options of production.
    pub fn new(key: VapidKey, subject: Subject) -> Self {
        Self {
            key,
            subject,
            time_limit: TIME_LIMIT,
            extra_roots: Vec::new(),
            overrides: Vec::new(),
        }
    }
}

/// The HTTP client could not be made: most often the system has no trusted authorities
/// (`ca-certificates`).
#[derive(Debug, Error)]
#[error("no client for push services could be made: {0}")]
pub struct SenderError(#[from] reqwest::Error);

/// Sends messages to push services. One per process: it keeps connections, signatures and pauses.
pub struct Sender {
    client: Client,
    signer: Signer,
    hosts: Hosts,
}

impl Sender {
    /// Makes the client. The process must have installed a rustls provider.
    pub fn new(options: SenderOptions) -> Result<Self, SenderError> {
        Self::guarded_by(PublicOnlyResolver::new(), options)
    }

    fn guarded_by(
        resolver: PublicOnlyResolver,
        options: SenderOptions,
    ) -> Result<Self, SenderError> {
        let mut client = Client::builder()
            .https_only(true)
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .timeout(options.time_limit)
            .dns_resolver(Arc::new(resolver))
            .tls_certs_merge(options.extra_roots);
        for (host, address) in &options.overrides {
            client = client.resolve(host, *address);
        }
        Ok(Self {
            client: client.build()?,
            signer: Signer::new(options.key, options.subject),
            hosts: Hosts::default(),
        })
    }

    /// The `applicationServerKey` that browsers subscribe with.
    pub fn public_key(&self) -> String {
        self.signer.public_key()
    }

    /// Sends once; once more in the minimal form where the payload was too large.
    pub async fn send(
        &self,
        subscription: &Subscription,
        message: &Message,
        now: SystemTime,
    ) -> Outcome {
        if let Some(remaining) = self.hosts.pause(subscription.host(), now) {
            return Outcome::HostPaused { remaining };
        }
        match self
            .attempt(subscription, message, message.payload.full(), now)
            .await
        {
            Outcome::TooLarge => {
                self.attempt(subscription, message, message.payload.minimal(), now)
                    .await
            }
            outcome => outcome,
        }
    }

    async fn attempt(
        &self,
        subscription: &Subscription,
        message: &Message,
        plaintext: &[u8],
        now: SystemTime,
    ) -> Outcome {
        match self.request(subscription, message, plaintext, now) {
            Ok(request) => match request.send().await {
                Ok(response) => self.judge(subscription.host(), response, now).await,
                Err(error) => Outcome::Unreachable {
                    cause: describe(error),
                },
            },
            Err(error) => Outcome::Unsendable(error),
        }
    }

    fn request(
        &self,
        subscription: &Subscription,
        message: &Message,
        plaintext: &[u8],
        now: SystemTime,
    ) -> Result<reqwest::RequestBuilder, SendError> {
        let authorization = self.signer.authorization(&subscription.origin(), now)?;
        let body = encrypt(subscription, plaintext)?;
        let request = self
            .client
            .post(subscription.endpoint().clone())
            .header(AUTHORIZATION, authorization)
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header("TTL", message.ttl.min(LONGEST_TIME_TO_LIVE).as_secs())
            .header("Urgency", message.urgency.as_str())
            .body(body);
        Ok(match &message.topic {
            Some(topic) => request.header("Topic", topic.as_str()),
            None => request,
        })
    }

    async fn judge(&self, host: &str, response: Response, now: SystemTime) -> Outcome {
        let status = response.status();
        match status.as_u16() {
            200..=299 => {
                self.hosts.accepted(host, now);
                Outcome::Accepted
            }
            300..=399 => Outcome::RedirectRefused {
                status: status.as_u16(),
            },
            404 | 410 => Outcome::Gone,
            413 => Outcome::TooLarge,
            406 | 429 | 503 => Outcome::Throttled {
                retry_after: wished_pause(&response, now),
            },
            400..=499 if status != StatusCode::REQUEST_TIMEOUT => Outcome::Misconfigured {
                status: status.as_u16(),
                host_paused: match status {
                    StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                        self.hosts.refused(host, now)
                    }
                    _ => None,
                },
                answer: read_answer(response).await,
            },
            status => Outcome::ServerError { status },
        }
    }
}

fn wished_pause(response: &Response, now: SystemTime) -> Option<Duration> {
    retry_after::parse(response.headers().get(RETRY_AFTER)?.to_str().ok()?, now)
}

/// The beginning of what the service says, on one line: it is another's text in our log.
async fn read_answer(mut response: Response) -> String {
    let mut answer = windows_explanation(&response);
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk[..chunk.len().min(ANSWER_READ - body.len())]);
        if body.len() == ANSWER_READ {
            break;
        }
    }
    answer += &String::from_utf8_lossy(&body);
    answer
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(ANSWER_KEPT)
        .collect()
}

/// Windows' service explains itself in headers.
fn windows_explanation(response: &Response) -> String {
    let explains = |name: &HeaderName| name.as_str().starts_with("x-wns-");
    response
        .headers()
        .iter()
        .filter(|(name, _)| explains(name))
        .flat_map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            [name.as_str().into(), ": ".into(), value, "; ".into()]
        })
        .collect()
}

/// The chain of causes, without the endpoint, which is a secret.
fn describe(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        text += ": ";
        text += &error.to_string();
        cause = error.source();
    }
    text
}

#[cfg(test)]
#[path = "send_tests/mod.rs"]
mod tests;
