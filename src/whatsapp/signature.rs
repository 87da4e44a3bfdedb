//! The signature of webhooks: HMAC-SHA256 of the raw body under the app secret.
//!
//! It is computed over the bytes as they came. Meta escapes non-ASCII characters, so JSON that
//! was parsed and written again has another signature.

use ring::hmac;

const PREFIX: &str = "sha256=";

/// Why a body is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// No app secret is known: an empty key would let anybody sign.
    #[error("there is no app secret to check the signature with")]
    NoSecret,
    /// The header `X-Hub-Signature-256` is missing.
    #[error("the signature header is missing")]
    Missing,
    /// It is not `sha256=` and 64 hexadecimal digits. The older SHA-1 form is not accepted.
    #[error("the signature header is not of the form sha256=<64 hexadecimal digits>")]
    Form,
    /// It was made with another secret or for another body.
    #[error("the signature does not match the body")]
    Mismatch,
}

/// Checks the value of `X-Hub-Signature-256` against the raw body, in constant time.
pub fn verify(secret: &[u8], raw_body: &[u8], header: Option<&str>) -> Result<(), SignatureError> {
    if secret.is_empty() {
        return Err(SignatureError::NoSecret);
    }
    let digest = digest_in(header.ok_or(SignatureError::Missing)?).ok_or(SignatureError::Form)?;
    hmac::verify(&key(secret), raw_body, &digest).map_err(|_| SignatureError::Mismatch)
}

/// The header's value for a body, as Meta would write it.
pub fn sign(secret: &[u8], body: &[u8]) -> String {
    let digest = hmac::sign(&key(secret), body);
    format!("{PREFIX}{}", hex::encode(digest))
}

fn key(secret: &[u8]) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret)
}

fn digest_in(header: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    hex::decode_to_slice(header.strip_prefix(PREFIX)?, &mut digest).ok()?;
    Some(digest)
}
