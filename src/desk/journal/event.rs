//! What can happen.

use entity::{ApiTokenId, ConversationId, MessageId, PersonId, SessionId};
use serde::{Deserialize, Serialize};

/// Something that happened. It names what changed; whoever is told reads the present state, so that
/// applying an event twice, or late, does no harm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A message joined a conversation.
    MessageAdded {
        /// The message.
        message_id: MessageId,
        /// Its conversation.
        conversation_id: ConversationId,
        /// A customer's message that nobody has been told of: it may ring phones (L-182). Not so for
        /// echoes, history and what the desk itself writes.
        rings: bool,
    },
    /// A message changed.
    MessageChanged {
        /// The message.
        message_id: MessageId,
        /// Its conversation.
        conversation_id: ConversationId,
        /// In which way.
        change: MessageChange,
    },
    /// A conversation changed.
    ConversationChanged {
        /// The conversation.
        conversation_id: ConversationId,
        /// In which way.
        change: ConversationChange,
        /// Who did it, when it was a person: nobody is rung for their own doing.
        by: Option<PersonId>,
    },
    /// A conversation left the view of those who could see it.
    ConversationHidden {
        /// The conversation.
        conversation_id: ConversationId,
    },
    /// A person's role, departments, preferences or activity changed.
    PersonChanged {
        /// The person.
        person_id: PersonId,
    },
    /// A session ended: its sockets close.
    SessionEnded {
        /// The session.
        session_id: SessionId,
        /// Whose it was.
        person_id: PersonId,
    },
    /// A token was revoked: its sockets close.
    TokenRevoked {
        /// The token.
        token_id: ApiTokenId,
    },
    /// People, departments or channels changed.
    DirectoryChanged,
    /// Templates changed.
    TemplatesChanged,
}

/// In which way a message changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageChange {
    /// Its delivery status.
    Delivery,
    /// Its delivery failed.
    Failed,
    /// A reaction came, changed or went.
    Reaction,
    /// The customer edited it.
    Edited,
    /// The customer revoked it.
    Revoked,
    /// Something else.
    Other,
}

/// In which way a conversation changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversationChange {
    /// A ticket was opened.
    Opened,
    /// An agent took it by answering or by hand (L-146).
    Claimed,
    /// It was forwarded to an agent (L-145).
    AssignedToAgent,
    /// It was forwarded to a department (L-149).
    AssignedToDepartment,
    /// The ticket was closed (L-161).
    Closed,
    /// Somebody read it (L-046).
    Read,
    /// Somebody marked it unread (L-048).
    Unread,
    /// The contact's name or addresses changed.
    Contact,
    /// Something else that a row of the inbox shows.
    Other,
}

impl Event {
    /// The tag under which the event is stored.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::MessageAdded { .. } => "message_added",
            Self::MessageChanged { .. } => "message_changed",
            Self::ConversationChanged { .. } => "conversation_changed",
            Self::ConversationHidden { .. } => "conversation_hidden",
            Self::PersonChanged { .. } => "person_changed",
            Self::SessionEnded { .. } => "session_ended",
            Self::TokenRevoked { .. } => "token_revoked",
            Self::DirectoryChanged => "directory_changed",
            Self::TemplatesChanged => "templates_changed",
        }
    }
}
