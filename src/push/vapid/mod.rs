//! Who is sending: the server's key and its signed word to each push service (RFC 8292).

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use secrecy::{ExposeSecret, SecretSlice};
use serde::Serialize;
use thiserror::Error;

use crate::{Subject, base64url};

/// RFC 8292 allows 24 hours; half of that leaves room for a clock that runs hours ahead.
const LIFETIME: Duration = Duration::from_hours(12);
/// Renewed at half its life, so that no service meets one about to expire.
const RENEWED_AFTER: Duration = Duration::from_hours(6);
/// `{"typ":"JWT","alg":"ES256"}`
const HEADER: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9";

/// A key that is none, or a signature that could not be made.
#[derive(Debug, Error)]
pub enum VapidError {
    /// The bytes are not a PKCS#8 document of a P-256 key.
    #[error("the stored VAPID key is not a P-256 key in PKCS#8")]
    InvalidKey,
    /// The system gave no randomness.
    #[error("the system's source of randomness failed")]
    Randomness,
    /// The clock stands before 1970.
    #[error("the clock stands before 1970")]
    Clock,
    /// The claims could not be written.
    #[error("the claims could not be written: {0}")]
    Claims(#[from] serde_json::Error),
}

/// The server's identity towards push services. Subscriptions are bound to it: losing it loses them.
pub struct VapidKey {
    pair: EcdsaKeyPair,
    pkcs8: SecretSlice<u8>,
}

impl VapidKey {
    /// A new key.
    pub fn generate(random: &SystemRandom) -> Result<Self, VapidError> {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, random)
            .map_err(|_| VapidError::Randomness)?;
        Self::from_pkcs8(document.as_ref())
    }

    /// A key that was kept.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, VapidError> {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &random)
            .map_err(|_| VapidError::InvalidKey)?;
        Ok(Self {
            pair,
            pkcs8: pkcs8.to_vec().into(),
        })
    }

    /// The private key in PKCS#8, to be stored encrypted.
    pub fn to_pkcs8(&self) -> SecretSlice<u8> {
        self.pkcs8.expose_secret().to_vec().into()
    }

    /// The `applicationServerKey` of browsers: the uncompressed point in base64url without padding.
    pub fn public_key(&self) -> String {
        base64url::encode(self.pair.public_key())
    }
}

impl fmt::Debug for VapidKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("VapidKey")
            .field("public_key", &self.public_key())
            .finish()
    }
}

/// Exactly the claims that RFC 8292 asks for. JWT libraries add `iat` and `nbf` from the system
/// clock, and a service whose clock runs behind ours may refuse a token "of the future".
#[derive(Serialize)]
struct Claims<'a> {
    aud: &'a str,
    exp: u64,
    sub: &'a str,
}

/// Signs as one key and one subject, once per push service and half day.
pub(crate) struct Signer {
    key: VapidKey,
    subject: Subject,
    signed: Mutex<HashMap<String, Signed>>,
}

struct Signed {
    at: SystemTime,
    authorization: String,
}

impl Signed {
    /// Bounded on both sides: after the clock was set back, an old signature would reach too far
    /// into the future.
    fn is_fresh(&self, now: SystemTime) -> bool {
        now.duration_since(self.at)
            .is_ok_and(|age| age < RENEWED_AFTER)
    }
}

impl Signer {
    pub(crate) fn new(key: VapidKey, subject: Subject) -> Self {
        Self {
            key,
            subject,
            signed: Mutex::default(),
        }
    }

    pub(crate) fn public_key(&self) -> String {
        self.key.public_key()
    }

    /// The `Authorization` header's value for a push service of this origin.
    pub(crate) fn authorization(
        &self,
        origin: &str,
        now: SystemTime,
    ) -> Result<String, VapidError> {
        let mut signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(signature) = signed
            .get(origin)
            .filter(|signature| signature.is_fresh(now))
        {
            return Ok(signature.authorization.clone());
        }
        let authorization = self.sign(origin, now)?;
        signed.retain(|_, signature| signature.is_fresh(now));
        signed.insert(
            origin.to_owned(),
            Signed {
                at: now,
                authorization: authorization.clone(),
            },
        );
        Ok(authorization)
    }

    fn sign(&self, origin: &str, now: SystemTime) -> Result<String, VapidError> {
        let exp = (now + LIFETIME)
            .duration_since(UNIX_EPOCH)
            .map_err(|_| VapidError::Clock)?;
        let claims = serde_json::to_vec(&Claims {
            aud: origin,
            exp: exp.as_secs(),
            sub: self.subject.as_str(),
        })?;
        let signing_input = format!("{HEADER}.{}", base64url::encode(claims));
        let signature = self
            .key
            .pair
            .sign(&SystemRandom::new(), signing_input.as_bytes())
            .map_err(|_| VapidError::Randomness)?;
        Ok(format!(
            "vapid t={signing_input}.{}, k={}",
            base64url::encode(signature),
            self.key.public_key()
        ))
    }
}

#[cfg(test)]
mod tests;
