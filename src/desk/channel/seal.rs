//! The secrets of a channel at rest: each is bound to its column and its channel, so that a value moved to
//! another row opens nowhere.

use entity::ChannelId;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::secrets::{SecretBox, SecretError};

/// Which secret of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sealed {
    AccessToken,
    /// The current and the previous one alike: rotation moves the sealed bytes.
    AppSecret,
    VerifyToken,
}

impl Sealed {
    fn purpose(self, channel: ChannelId) -> String {
        let column = match self {
            Self::AccessToken => "access_token",
            Self::AppSecret => "app_secret",
            Self::VerifyToken => "verify_token",
        };
        format!("channel.{column}.{channel}")
    }

    pub fn seal(
        self,
        secrets: &SecretBox,
        channel: ChannelId,
        plain: &SecretString,
    ) -> Result<Vec<u8>, SecretError> {
        secrets.seal(&self.purpose(channel), plain.expose_secret().as_bytes())
    }

    pub fn open(
        self,
        secrets: &SecretBox,
        channel: ChannelId,
        sealed: &[u8],
    ) -> Result<SecretString, SecretError> {
        secrets.open_text(&self.purpose(channel), sealed)
    }
}

/// Names a secret without telling it: the first 16 hexadecimal digits of its SHA-256.
pub(super) fn fingerprint(secret: &SecretString) -> String {
    hex::encode(&Sha256::digest(secret.expose_secret().as_bytes())[..8])
}
