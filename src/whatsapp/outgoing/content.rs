//! Free-form messages: they may go while the customer service window is open.

use crate::identifiers::Wamid;
use crate::outgoing::{InvalidOutgoing, within};
use crate::webhook::MediaKind;

/// A text with WhatsApp's mark-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMessage {
    pub(super) body: String,
    pub(super) preview: bool,
}

impl TextMessage {
    /// The greatest length, in characters.
    pub const LONGEST: usize = 4_096;

    /// A text of 1 to 4,096 characters that are not all blank.
    pub fn new(body: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        Ok(Self {
            body: within("the text", Self::LONGEST, body.into())?,
            preview: false,
        })
    }

    /// Shows a preview of the first `https://` address, if there is one.
    #[must_use]
    pub fn with_preview(mut self) -> Self {
        self.preview = self.body.contains("https://");
        self
    }

    /// The text.
    pub fn body(&self) -> &str {
        &self.body
    }
}

/// A file, by the id that its upload gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaMessage {
    pub(super) kind: MediaKind,
    pub(super) id: String,
    pub(super) caption: Option<MediaCaption>,
    pub(super) filename: Option<String>,
    pub(super) voice_note: bool,
}

impl MediaMessage {
    const LONGEST_ID: usize = 256;
    const LONGEST_FILENAME: usize = 240;

    fn new(kind: MediaKind, id: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        let id = within("the media id", Self::LONGEST_ID, id.into())?;
        Ok(Self {
            kind,
            id,
            caption: None,
            filename: None,
            voice_note: false,
        })
    }

    /// A picture.
    pub fn image(
        id: impl Into<String>,
        caption: Option<MediaCaption>,
    ) -> Result<Self, InvalidOutgoing> {
        Ok(Self {
            caption,
            ..Self::new(MediaKind::Image, id)?
        })
    }

    /// A video.
    pub fn video(
        id: impl Into<String>,
        caption: Option<MediaCaption>,
    ) -> Result<Self, InvalidOutgoing> {
        Ok(Self {
            caption,
            ..Self::new(MediaKind::Video, id)?
        })
    }

    /// A document. The extension of its name decides which icon the customer sees.
    pub fn document(
        id: impl Into<String>,
        filename: impl Into<String>,
        caption: Option<MediaCaption>,
    ) -> Result<Self, InvalidOutgoing> {
        let filename = within("the file name", Self::LONGEST_FILENAME, filename.into())?;
        if filename.contains(['/', '\\']) || filename.contains(char::is_control) {
            return Err(InvalidOutgoing::Character {
                field: "the file name",
            });
        }
        Ok(Self {
            caption,
            filename: Some(filename),
            ..Self::new(MediaKind::Document, id)?
        })
    }

    /// An audio file, shown as an attachment. It cannot have a caption.
    pub fn audio(id: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        Self::new(MediaKind::Audio, id)
    }

    /// A voice note, shown with its waveform. The file has to be Ogg/Opus, mono, at most 512 KB.
    pub fn voice_note(id: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        Ok(Self {
            voice_note: true,
            ..Self::new(MediaKind::Audio, id)?
        })
    }

    /// A sticker. It cannot have a caption.
    pub fn sticker(id: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        Self::new(MediaKind::Sticker, id)
    }
}

/// The text below a picture, a video or a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaCaption(pub(super) String);

impl MediaCaption {
    /// The greatest length, in characters.
    pub const LONGEST: usize = 1_024;

    /// A text of 1 to 1,024 characters that are not all blank.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        within("the caption", Self::LONGEST, text.into()).map(Self)
    }
}

/// A reaction to a message that is at most thirty days old.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    pub(super) message_id: Wamid,
    pub(super) emoji: Option<String>,
}

impl Reaction {
    /// Room for the longest emoji sequences (families, flags of regions).
    const LONGEST_EMOJI: usize = 32;

    /// Reacts with an emoji; it replaces the earlier reaction.
    pub fn with(message_id: Wamid, emoji: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        let emoji = within("the emoji", Self::LONGEST_EMOJI, emoji.into())?;
        Ok(Self {
            message_id,
            emoji: Some(emoji),
        })
    }

    /// Takes the earlier reaction back.
    pub fn removed(message_id: Wamid) -> Self {
        Self {
            message_id,
            emoji: None,
        }
    }
}
