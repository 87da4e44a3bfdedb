//! An upload, as other rooms see it.

use entity::UploadId;
use entity::upload::{Model, UploadKind};

/// A file that a user has brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadView {
    /// Which.
    pub id: UploadId,
    /// As what it can be sent.
    pub kind: UploadKind,
    /// Type by its own bytes.
    pub content_type: String,
    /// Size, in bytes.
    pub bytes: u64,
    /// Of an image: width and height in pixels.
    pub dimensions: Option<(u32, u32)>,
    /// Of sound, in milliseconds.
    pub duration_ms: Option<u32>,
}

impl From<Model> for UploadView {
    fn from(row: Model) -> Self {
        let number = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
        Self {
            id: row.id,
            kind: row.kind,
            content_type: row.content_type,
            bytes: u64::try_from(row.bytes).unwrap_or(0),
            dimensions: number(row.width).zip(number(row.height)),
            duration_ms: number(row.duration_ms),
        }
    }
}
