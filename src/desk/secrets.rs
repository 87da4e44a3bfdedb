//! Secrets at rest: encrypted with a key that is not in the database.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use secrecy::SecretString;

/// Length of the installation's key, in bytes.
pub const KEY_LENGTH: usize = 32;

/// Encrypts what must not be readable in a copy of the database (AES-256-GCM, ASVS 13.3.1).
pub struct SecretBox {
    key: LessSafeKey,
    random: SystemRandom,
}

/// Why a secret cannot be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// The stored bytes were not made with this key for this purpose, or were changed.
    #[error("a stored secret cannot be decrypted: is this the key that belongs to this database?")]
    Unreadable,
    /// The machine has no randomness to give.
    #[error("no randomness is available")]
    NoRandomness,
}

impl SecretBox {
    /// The box that opens with `key`.
    pub fn new(key: &[u8; KEY_LENGTH]) -> Result<Self, SecretError> {
        let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| SecretError::Unreadable)?;
        Ok(Self {
            key: LessSafeKey::new(key),
            random: SystemRandom::new(),
        })
    }

    /// A new key.
    pub fn generate_key() -> Result<[u8; KEY_LENGTH], SecretError> {
        random_bytes()
    }

    /// Encrypts `plain`. `purpose` binds the result to its place: it opens nowhere else.
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, SecretError> {
        let mut nonce = [0; NONCE_LEN];
        self.random
            .fill(&mut nonce)
            .map_err(|_| SecretError::NoRandomness)?;
        let mut sealed = plain.to_vec();
        self.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(purpose.as_bytes()),
                &mut sealed,
            )
            .map_err(|_| SecretError::Unreadable)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts what [`Self::seal`] made for the same purpose.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, SecretError> {
        let (nonce, sealed) = sealed
            .split_at_checked(NONCE_LEN)
            .ok_or(SecretError::Unreadable)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SecretError::Unreadable)?;
        let mut plain = sealed.to_vec();
        let length = self
            .key
            .open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut plain)
            .map_err(|_| SecretError::Unreadable)?
            .len();
        plain.truncate(length);
        Ok(plain)
    }

    /// Like [`Self::open`], for text.
    pub fn open_text(&self, purpose: &str, sealed: &[u8]) -> Result<SecretString, SecretError> {
        let plain = self.open(purpose, sealed)?;
        String::from_utf8(plain)
            .map(SecretString::from)
            .map_err(|_| SecretError::Unreadable)
    }
}

/// Bytes that nobody can guess.
pub fn random_bytes<const LENGTH: usize>() -> Result<[u8; LENGTH], SecretError> {
    let mut bytes = [0; LENGTH];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| SecretError::NoRandomness)?;
    Ok(bytes)
}

impl From<SecretError> for crate::error::DeskError {
    fn from(error: SecretError) -> Self {
        Self::Internal(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_only_for_its_purpose_and_key() {
        let key = SecretBox::generate_key().unwrap();
        let secrets = SecretBox::new(&key).unwrap();
        let sealed = secrets.seal("channel.access_token", b"EAAB").unwrap();
        assert_eq!(
            secrets.open("channel.access_token", &sealed).unwrap(),
            b"EAAB"
        );
        assert_eq!(
            secrets.open("channel.app_secret", &sealed),
            Err(SecretError::Unreadable)
        );
        let other = SecretBox::new(&SecretBox::generate_key().unwrap()).unwrap();
        assert_eq!(
            other.open("channel.access_token", &sealed),
            Err(SecretError::Unreadable)
        );
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let secrets = SecretBox::new(&[7; KEY_LENGTH]).unwrap();
        let sealed = secrets.seal("purpose", b"secret").unwrap();
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert_eq!(
                secrets.open("purpose", &changed),
                Err(SecretError::Unreadable),
                "{index}"
            );
        }
        assert_eq!(
            secrets.open("purpose", b"short"),
            Err(SecretError::Unreadable)
        );
    }
}
