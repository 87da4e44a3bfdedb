//! What a push says. The words around it are the sender's, in the person's language.

use entity::{ConversationId, MessageId};
use serde::{Deserialize, Serialize};

use crate::journal::Position;
use crate::person::Locale;

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
