//! What a push says. The words around it are the sender's, in the person's language.

use entity::{ConversationId, MessageId, message};
use serde::{Deserialize, Serialize};

use crate::journal::Position;
use crate::message::{Content, MediaKind};
use crate::person::Locale;

/// The most characters of a message that a lock screen could show; the sender fits it to its bytes.
const LONGEST_PREVIEW: usize = 400;

/// Why a person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// A customer wrote (L-182).
    NewMessage,
    /// The conversation was forwarded to the person (L-183).
    AssignedToAgent,
    /// The conversation was forwarded to a department of the person (L-183).
    AssignedToDepartment,
    /// A reply of the person did not get through (Z-10).
    ReplyFailed,
}

/// What a push says.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Why.
    pub occasion: Occasion,
    /// What the contact is called, or how they are addressed; none when Meta told neither.
    pub contact_name: Option<String>,
    /// The message that is told of; the newest one for an assignment.
    pub preview: Preview,
    /// The conversation that a tap opens.
    pub conversation_id: ConversationId,
    /// The message, to be acknowledged.
    pub message_id: Option<MessageId>,
    /// Unread messages of the conversation.
    pub count: u32,
    /// Conversations with unread messages that are the person's to answer; at most 100.
    pub badge: u32,
    /// The device's language.
    pub locale: Locale,
    /// The place of the event in the journal.
    pub position: Position,
}

/// A message in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preview {
    /// The text, cut.
    Text(String),
    /// A picture and its caption.
    Image(Option<String>),
    /// A film and its caption.
    Video(Option<String>),
    /// Sound.
    Audio,
    /// A voice note.
    VoiceNote,
    /// A file: its caption, or else its name.
    Document(Option<String>),
    /// A sticker.
    Sticker,
    /// A place and its name.
    Location(Option<String>),
    /// Contact cards and the first one's name.
    Contacts(Option<String>),
    /// An order.
    Order,
    /// A call.
    Call,
    /// The customer took the message back.
    Revoked,
    /// Something that `WhatsApp` or the desk cannot show.
    Unsupported,
    /// There is no message to speak of.
    None,
}

impl Preview {
    pub(super) fn of(message: &message::Model) -> Self {
        if message.revoked_at.is_some() {
            return Self::Revoked;
        }
        let content = Content::from_json(message.content.clone(), &message.kind);
        let words = content.preview().and_then(cut);
        match content {
            Content::Text { .. }
            | Content::Interactive(_)
            | Content::InteractiveReply { .. }
            | Content::Template { .. } => words.map_or(Self::None, Self::Text),
            Content::Media {
                kind,
                voice,
                file_name,
                ..
            } => match kind {
                MediaKind::Image => Self::Image(words),
                MediaKind::Video => Self::Video(words),
                MediaKind::Audio if voice => Self::VoiceNote,
                MediaKind::Audio => Self::Audio,
                MediaKind::Document => Self::Document(words.or(file_name.as_deref().and_then(cut))),
                MediaKind::Sticker => Self::Sticker,
            },
            Content::Location { .. } => Self::Location(words),
            Content::Contacts { .. } => Self::Contacts(words),
            Content::Order { .. } => Self::Order,
            Content::Call { .. } => Self::Call,
            Content::Unsupported { .. } => Self::Unsupported,
            Content::System { .. } => Self::None,
        }
    }
}

/// One line of at most [`LONGEST_PREVIEW`] characters; none when nothing is left to read.
fn cut(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(LONGEST_PREVIEW).collect();
    (!cut.is_empty()).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_one_line_and_not_too_long() {
        assert_eq!(
            cut("bom dia\n\n  tudo bem?").as_deref(),
            Some("bom dia tudo bem?")
        );
        assert_eq!(
            cut(&"ã".repeat(1_000)).map(|text| text.chars().count()),
            Some(LONGEST_PREVIEW)
        );
        assert_eq!(cut(" \n "), None);
    }
}
