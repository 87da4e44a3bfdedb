//! A browser's push subscription: from a client's untrusted text to something worth calling.

use std::fmt;

use ring::{agreement, rand::SystemRandom};
use thiserror::Error;
use url::{Host, Url};

use crate::{PushServices, base64url};

/// What services use stays below 500 bytes; the Push API sets no bound of its own.
const LONGEST_ENDPOINT: usize = 2_048;
const AUTH_LENGTH: usize = 16;
const PUBLIC_KEY_LENGTH: usize = 65;

/// What a client says of its subscription, before anything of it is believed.
#[derive(Clone, Copy)]
pub struct UntrustedSubscription<'a> {
    /// `PushSubscription.endpoint`.
    pub endpoint: &'a str,
    /// `PushSubscription.getKey("p256dh")`, base64url with or without padding.
    pub p256dh: &'a str,
    /// `PushSubscription.getKey("auth")`, base64url with or without padding.
    pub auth: &'a str,
}

/// Why a subscription was refused.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SubscriptionError {
    /// Longer than 2,048 bytes.
    #[error("the endpoint is longer than {LONGEST_ENDPOINT} bytes")]
    EndpointTooLong,
    /// Not an absolute URL.
    #[error("the endpoint is not a URL")]
    EndpointNotUrl,
    /// Any scheme but https.
    #[error("the endpoint is not an https URL")]
    EndpointNotHttps,
    /// Any port but 443.
    #[error("the endpoint names a port other than 443")]
    EndpointPort,
    /// A user name or password within the URL.
    #[error("the endpoint carries a user name or password")]
    EndpointUserInfo,
    /// A host that is no push service of a browser, nor added by the operator.
    #[error("`{host}` is not a known push service")]
    UnknownPushService {
        /// The host as the endpoint names it.
        host: String,
    },
    /// `p256dh` is not base64url, or not an uncompressed point of P-256 (RFC 8291, section 2.1).
    #[error("p256dh is not a public key of the P-256 curve")]
    InvalidPublicKey,
    /// `auth` is not base64url, or not 16 bytes (RFC 8291, section 3.2).
    #[error("auth is not a secret of {AUTH_LENGTH} bytes")]
    InvalidAuthSecret,
}

/// A subscription whose endpoint and keys were checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    endpoint: Url,
    host: String,
    public_key: [u8; PUBLIC_KEY_LENGTH],
    auth: [u8; AUTH_LENGTH],
}

impl Subscription {
    /// Checks everything that can be known without calling the endpoint.
    pub fn parse(
        untrusted: UntrustedSubscription<'_>,
        services: &PushServices,
    ) -> Result<Self, SubscriptionError> {
        let (endpoint, host) = parse_endpoint(untrusted.endpoint, services)?;
        Ok(Self {
            endpoint,
            host,
            public_key: parse_public_key(untrusted.p256dh)?,
            auth: parse_auth(untrusted.auth)?,
        })
    }

    /// The URL that takes the messages. It is a secret: whoever has it may waste the device's quota.
    pub fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    /// The push service's host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The push service's origin, the audience of our signature (RFC 8292, section 2).
    pub fn origin(&self) -> String {
        self.endpoint.origin().ascii_serialization()
    }

    /// The device's public key in base64url without padding, whichever way the client wrote it.
    pub fn p256dh(&self) -> String {
        base64url::encode(self.public_key)
    }

    /// The device's secret in base64url without padding, whichever way the client wrote it.
    pub fn auth(&self) -> String {
        base64url::encode(self.auth)
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Subscription")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UntrustedSubscription<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UntrustedSubscription")
            .finish_non_exhaustive()
    }
}

fn parse_endpoint(text: &str, services: &PushServices) -> Result<(Url, String), SubscriptionError> {
    if text.len() > LONGEST_ENDPOINT {
        return Err(SubscriptionError::EndpointTooLong);
    }
    let url = Url::parse(text).map_err(|_| SubscriptionError::EndpointNotUrl)?;
    if url.scheme() != "https" {
        return Err(SubscriptionError::EndpointNotHttps);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(SubscriptionError::EndpointUserInfo);
    }
    // `Url` drops a port that is the scheme's own, so any that is left is another.
    if url.port().is_some() {
        return Err(SubscriptionError::EndpointPort);
    }
    let host = match url.host() {
        Some(Host::Domain(domain)) if services.allow(domain) => domain.to_owned(),
        Some(other) => {
            return Err(SubscriptionError::UnknownPushService {
                host: other.to_string(),
            });
        }
        None => return Err(SubscriptionError::EndpointNotUrl),
    };
    Ok((url, host))
}

fn parse_public_key(text: &str) -> Result<[u8; PUBLIC_KEY_LENGTH], SubscriptionError> {
    let bytes = base64url::decode(text).map_err(|_| SubscriptionError::InvalidPublicKey)?;
    let key = bytes
        .try_into()
        .map_err(|_| SubscriptionError::InvalidPublicKey)?;
    if is_point_of_p256(&key) {
        Ok(key)
    } else {
        Err(SubscriptionError::InvalidPublicKey)
    }
}

/// An agreement with a key of the moment succeeds only with a point on the curve.
fn is_point_of_p256(key: &[u8; PUBLIC_KEY_LENGTH]) -> bool {
    agreement::EphemeralPrivateKey::generate(&agreement::ECDH_P256, &SystemRandom::new())
        .and_then(|ours| {
            let theirs = agreement::UnparsedPublicKey::new(&agreement::ECDH_P256, key);
            agreement::agree_ephemeral(ours, &theirs, |_| ())
        })
        .is_ok()
}

fn parse_auth(text: &str) -> Result<[u8; AUTH_LENGTH], SubscriptionError> {
    base64url::decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(SubscriptionError::InvalidAuthSecret)
}

#[cfg(test)]
mod tests;
