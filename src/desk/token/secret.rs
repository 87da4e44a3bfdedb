//! Tokens: what a browser or a program shows to be recognised.
//!
//! They are random, so a fast hash protects them as well as a slow one; the database holds the hash alone.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use crate::secrets::{SecretError, random_bytes};

/// A token's random part, in bytes.
const LENGTH: usize = 32;
/// Nothing longer than this can be a token of ours.
const LONGEST: usize = 128;

/// SHA-256 of a token, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TokenHash(pub Vec<u8>);

impl TokenHash {
    /// The hash of what somebody presents; none when it cannot be a token.
    pub fn of(token: &str) -> Option<Self> {
        (1..=LONGEST)
            .contains(&token.len())
            .then(|| Self(Sha256::digest(token.as_bytes()).to_vec()))
    }
}

/// A new token that begins with `prefix`, and its hash.
pub(crate) fn new_secret(prefix: &str) -> Result<(SecretString, TokenHash), SecretError> {
    let random = URL_SAFE_NO_PAD.encode(random_bytes::<LENGTH>()?);
    let token = format!("{prefix}{random}");
    let hash = TokenHash(Sha256::digest(token.as_bytes()).to_vec());
    Ok((token.into(), hash))
}
