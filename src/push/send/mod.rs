//! One message to one push service, within bounds that no answer can stretch.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use reqwest::{
    Certificate, Client, Response, StatusCode,
    header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE},
    redirect::Policy,
};
use thiserror::Error;

use crate::{
    Message, Outcome, SendError, Subject, Subscription, VapidKey, answer, encrypt,
    guard::PublicOnlyResolver, hosts::Hosts, vapid::Signer,
};

const TIME_LIMIT: Duration = Duration::from_secs(10);

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
                    cause: answer::describe(error),
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
            .header("TTL", message.seconds_to_live())
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
                retry_after: answer::wished_pause(&response, now),
            },
            400..=499 if status != StatusCode::REQUEST_TIMEOUT => Outcome::Misconfigured {
                status: status.as_u16(),
                host_paused: match status {
                    StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                        self.hosts.refused(host, now)
                    }
                    _ => None,
                },
                answer: answer::read(response).await,
            },
            status => Outcome::ServerError { status },
        }
    }
}

#[cfg(test)]
mod tests;
