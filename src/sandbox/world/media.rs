//! Files at Meta: uploaded by the business, or sent by customers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::scene::MediaLie;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A file with its type; in JSON the bytes are base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaFile {
    /// The content.
    #[serde(
        rename = "base64",
        serialize_with = "as_base64",
        deserialize_with = "from_base64"
    )]
    pub bytes: Bytes,
    /// May carry parameters: `audio/ogg; codecs=opus`.
    pub mime_type: String,
}

impl MediaFile {
    /// A file of this type.
    pub fn new(mime_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self {
            bytes: bytes.into(),
            mime_type: mime_type.into(),
        }
    }
}

fn as_base64<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD
        .decode(text)
        .map(Bytes::from)
        .map_err(serde::de::Error::custom)
}

/// Whose file it is decides how long its id lives (section 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MediaOrigin {
    Upload,
    Webhook,
}

/// A file at Meta.
#[derive(Debug, Clone)]
pub(crate) struct StoredMedia {
    pub(crate) phone_number_id: String,
    pub(crate) file: MediaFile,
    pub(crate) expires_at_ms: i64,
    /// What the description claims when a script makes it lie (F27).
    pub(crate) lie: MediaLie,
}

impl StoredMedia {
    pub(crate) fn new(
        phone_number_id: String,
        file: MediaFile,
        origin: MediaOrigin,
        now_ms: i64,
    ) -> Self {
        let days = match origin {
            MediaOrigin::Upload => 30,
            MediaOrigin::Webhook => 7,
        };
        Self {
            phone_number_id,
            file,
            expires_at_ms: now_ms + days * DAY_MS,
            lie: MediaLie::default(),
        }
    }

    /// The digest in base64, as webhooks give it.
    pub(crate) fn sha256(&self) -> String {
        STANDARD.encode(Sha256::digest(&self.file.bytes))
    }

    /// The digest in hex, as the description gives it: clients take both.
    pub(crate) fn described_sha256(&self) -> String {
        self.lie
            .claimed_sha256
            .clone()
            .unwrap_or_else(|| hex::encode(Sha256::digest(&self.file.bytes)))
    }

    pub(crate) fn described_size(&self) -> u64 {
        self.lie
            .claimed_size
            .unwrap_or(self.file.bytes.len() as u64)
    }
}
