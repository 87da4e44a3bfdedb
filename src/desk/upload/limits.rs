//! What WhatsApp takes (Cloud API reference, sections 7.4 and 8): the one table, which the server keeps and the
//! app reads as `pwa/src/rules/sending-limits.json`.

use entity::upload::UploadKind;
use serde::Serialize;

/// A thousand and twenty-four bytes.
const KB: u64 = 1_024;
/// A million bytes and a little.
const MB: u64 = 1_024 * KB;

/// What may be sent as one kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Limit {
    /// The kind.
    pub kind: UploadKind,
    /// Types, by the file's own bytes.
    pub types: &'static [&'static str],
    /// The largest size, in bytes.
    pub bytes: u64,
    /// The largest size of what moves, in bytes; stickers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub animated_bytes: Option<u64>,
}

/// The table.
pub const LIMITS: [Limit; 6] = [
    Limit {
        kind: UploadKind::Image,
        types: &["image/jpeg", "image/png"],
        bytes: 5 * MB,
        animated_bytes: None,
    },
    Limit {
        kind: UploadKind::Video,
        types: &["video/mp4", "video/3gpp"],
        bytes: 16 * MB,
        animated_bytes: None,
    },
    Limit {
        kind: UploadKind::Audio,
        types: &[
            "audio/aac",
            "audio/amr",
            "audio/mpeg",
            "audio/mp4",
            "audio/ogg",
        ],
        bytes: 16 * MB,
        animated_bytes: None,
    },
    Limit {
        kind: UploadKind::Voice,
        types: &["audio/ogg"],
        bytes: 16 * MB,
        animated_bytes: None,
    },
    Limit {
        kind: UploadKind::Document,
        types: &[
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ],
        bytes: 100 * MB,
        animated_bytes: None,
    },
    Limit {
        kind: UploadKind::Sticker,
        types: &["image/webp"],
        bytes: 100 * KB,
        animated_bytes: Some(500 * KB),
    },
];

/// Why WhatsApp would not take a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// It is too large.
    #[error("the file has more than {limit} bytes")]
    TooLarge {
        /// The largest size, in bytes.
        limit: u64,
    },
    /// It is of a type that is not taken as this kind.
    #[error("files of this type cannot be sent so")]
    Type,
}

/// What may be sent as `kind`.
pub fn of(kind: UploadKind) -> Limit {
    let found = LIMITS.into_iter().find(|limit| limit.kind == kind);
    // The table has every kind; a test says so.
    found.unwrap_or(LIMITS[0])
}

impl Limit {
    /// The largest file of this kind, moving or not: nothing beyond it needs to be read, in bytes.
    pub fn largest(&self) -> u64 {
        self.animated_bytes.unwrap_or(self.bytes)
    }

    /// Whether a file can be sent: `content_type` by its own bytes, `animated` if it is a sticker that moves.
    pub fn judge(&self, content_type: &str, bytes: u64, animated: bool) -> Result<(), Unsendable> {
        if !self.types.contains(&content_type) {
            return Err(Unsendable::Type);
        }
        let limit = match self.animated_bytes {
            Some(moving) if animated => moving,
            _ => self.bytes,
        };
        if bytes > limit {
            return Err(Unsendable::TooLarge { limit });
        }
        Ok(())
    }
}
