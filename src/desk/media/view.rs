//! A file, as other rooms see it.

use entity::MessageId;
use entity::media_file::{MediaState, Model};

use super::Sound;

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFileView {
    /// Whose.
    pub message_id: MessageId,
    /// Where it stands.
    pub state: MediaState,
    /// Type as the sender's app declared it; untrusted.
    pub declared_type: String,
    /// Type by its own first bytes; stored files only.
    pub content_type: Option<String>,
    /// Size; stored files only.
    pub bytes: Option<u64>,
    /// Digest, hexadecimal; stored files only.
    pub sha256: Option<String>,
    /// Of a stored image: width and height in pixels, as the file says before it is turned upright.
    pub dimensions: Option<(u32, u32)>,
    /// Of stored sound that could be decoded.
    pub sound: Option<Sound>,
    /// Where the store keeps it; stored files only.
    pub storage_key: Option<String>,
    /// Chosen by the sender; untrusted. Only [`Desk::media_for`](crate::Desk::media_for) tells it.
    pub file_name: Option<String>,
}

impl From<Model> for MediaFileView {
    fn from(row: Model) -> Self {
        let pixels = |side: Option<i32>| side.and_then(|side| u32::try_from(side).ok());
        Self {
            message_id: row.message_id,
            state: row.state,
            declared_type: row.declared_type,
            content_type: row.content_type,
            bytes: row.bytes.and_then(|bytes| u64::try_from(bytes).ok()),
            sha256: row.sha256,
            dimensions: pixels(row.width).zip(pixels(row.height)),
            sound: Sound::of_columns(row.duration_ms, row.waveform.as_deref()),
            storage_key: row.storage_key,
            file_name: None,
        }
    }
}
