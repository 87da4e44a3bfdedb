//! What may be sent to a customer. Strict: a value of these types is within Meta's limits (Cloud
//! API reference, section 7), so that nothing that is known to fail ever leaves.
//!
//! Lengths are counted in characters (Unicode scalar values), except where bytes are named.

mod contact_card;
#[cfg(test)]
mod contact_card_tests;
mod content;
mod interactive;
#[cfg(test)]
mod interactive_tests;
mod place;
mod template;
#[cfg(test)]
mod tests;
mod wire;
mod wire_template;

pub use contact_card::{Card, CardEmail, CardPhone, ContactsMessage};
pub use content::{MediaCaption, MediaMessage, Reaction, TextMessage};
pub use interactive::{InteractiveMessage, ListRow, ListSection, ReplyButton};
pub use place::LocationMessage;
pub use template::{Template, uploads};

use crate::identifiers::{Bsuid, WaId, Wamid};

/// Why something may not be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOutgoing {
    /// A text that must say something does not.
    #[error("{field} is empty")]
    Empty {
        /// Which text.
        field: &'static str,
    },
    /// A text is too long.
    #[error("{field} has {length} characters, {longest} are allowed")]
    TooLong {
        /// Which text.
        field: &'static str,
        /// Its length.
        length: usize,
        /// The greatest length.
        longest: usize,
    },
    /// A text holds what Meta refuses there.
    #[error("{field} holds a character that is not allowed there")]
    Character {
        /// Which text.
        field: &'static str,
    },
    /// There are too many of something.
    #[error("{count} {field}, {most} are allowed")]
    TooMany {
        /// Of what.
        field: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// A number lies outside of its range.
    #[error("{field} is out of range")]
    OutOfRange {
        /// Which number.
        field: &'static str,
    },
    /// Two of something are the same that must differ.
    #[error("{field} occurs twice")]
    Repeated {
        /// Of what.
        field: &'static str,
    },
}

/// A message on its way to a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    recipient: Recipient,
    content: OutgoingContent,
    reply_to: Option<Wamid>,
    callback_data: Option<CallbackData>,
}

/// Whom to send to. Prefer the WhatsApp id where it is known: it keeps the number appearing in
/// webhooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// By WhatsApp id, as webhooks and answers spell it.
    WaId(WaId),
    /// By user id, for customers whose number is not known.
    Bsuid(Bsuid),
}

/// What to send.
#[derive(Clone, Debug, PartialEq)]
pub enum OutgoingContent {
    /// A text.
    Text(TextMessage),
    /// A file that was uploaded before.
    Media(MediaMessage),
    /// A place.
    Location(LocationMessage),
    /// Contact cards.
    Contacts(ContactsMessage),
    /// A message with something to tap.
    Interactive(InteractiveMessage),
    /// A reaction, or its removal.
    Reaction(Reaction),
    /// A template.
    Template(Template),
}

impl Outgoing {
    /// A message that answers nothing and carries nothing of ours.
    pub fn new(recipient: Recipient, content: OutgoingContent) -> Self {
        Self {
            recipient,
            content,
            reply_to: None,
            callback_data: None,
        }
    }

    /// Quotes a message. Reactions have their target and templates ignore it: there it is left
    /// out.
    #[must_use]
    pub fn replying_to(mut self, message: Wamid) -> Self {
        self.reply_to = Some(message);
        self
    }

    /// Attaches what every status of the message will bring back.
    #[must_use]
    pub fn carrying(mut self, data: CallbackData) -> Self {
        self.callback_data = Some(data);
        self
    }

    /// Whom it goes to.
    pub fn recipient(&self) -> &Recipient {
        &self.recipient
    }

    /// What it says.
    pub fn content(&self) -> &OutgoingContent {
        &self.content
    }
}

/// A text that Meta returns with every status of a message: the sender's own id of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackData(String);

impl CallbackData {
    /// The greatest length, in characters.
    pub const LONGEST: usize = 512;

    /// Takes a text of 1 to 512 characters.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        within("callback data", Self::LONGEST, text.into()).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Blue ticks for a message and all before it in its chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkRead {
    /// The customer's message, at most thirty days old.
    pub message_id: Wamid,
    /// Whether to show the customer that somebody is writing.
    pub typing: Typing,
}

/// The dots that tell a customer that somebody is writing; they last until something is sent, at
/// most 25 seconds. There is no typing without reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Typing {
    /// No dots.
    #[default]
    Hidden,
    /// Dots.
    Shown,
}

/// A text that is not blank and not too long.
fn within(field: &'static str, longest: usize, text: String) -> Result<String, InvalidOutgoing> {
    if text.trim().is_empty() {
        return Err(InvalidOutgoing::Empty { field });
    }
    let length = text.chars().count();
    if length > longest {
        return Err(InvalidOutgoing::TooLong {
            field,
            length,
            longest,
        });
    }
    if text.contains('\0') {
        return Err(InvalidOutgoing::Character { field });
    }
    Ok(text)
}
