//! The thread between one number and one customer, as the customer's phone shows it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How far a business message came (section 5). The order is the ladder that never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// The call was answered; nothing else happened.
    Accepted,
    /// Never left, or came back.
    Failed,
    /// One tick.
    Sent,
    /// Two ticks.
    Delivered,
    /// Blue ticks.
    Read,
    /// A voice note was heard.
    Played,
}

impl DeliveryStatus {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Failed => "failed",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
        }
    }
}

/// Who wrote a message of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadAuthor {
    /// The simulated person.
    Customer,
    /// The client under test.
    Business,
}

/// An emoji under a message; each side has at most one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reaction {
    /// Who reacted.
    pub author: ThreadAuthor,
    /// What shows under the message.
    pub emoji: String,
}

/// A message as the customer's phone keeps it.
#[derive(Debug, Clone, Serialize)]
pub struct ThreadMessage {
    /// The wamid.
    pub id: String,
    /// Whose it is.
    pub author: ThreadAuthor,
    /// Milliseconds since the Unix epoch, by the sandbox's clock.
    pub at_ms: i64,
    /// Meta's type name.
    pub kind: String,
    /// The object under the type's name, as it was sent.
    pub content: Value,
    /// The wamid that this one answers.
    pub replies_to: Option<String>,
    /// Ticks: of a business message at the customer's, of a customer's message at the business.
    pub status: DeliveryStatus,
    /// Emojis under it.
    pub reactions: Vec<Reaction>,
    /// `biz_opaque_callback_data`, returned in every status.
    #[serde(skip)]
    pub(crate) callback_data: Option<String>,
    /// `marketing`, `utility`, `authentication` or `service`.
    #[serde(skip)]
    pub(crate) category: String,
    /// The customer was addressed by BSUID alone.
    #[serde(skip)]
    pub(crate) by_bsuid: bool,
    /// Whether a status with `pricing` beyond `sent` went out.
    #[serde(skip)]
    pub(crate) priced: bool,
}

impl ThreadMessage {
    pub(crate) fn is_voice_note(&self) -> bool {
        self.kind == "audio" && self.content["voice"] == Value::Bool(true)
    }

    /// Replaces this author's reaction; an empty emoji removes it.
    pub(crate) fn react(&mut self, author: ThreadAuthor, emoji: &str) {
        self.reactions.retain(|reaction| reaction.author != author);
        if !emoji.is_empty() {
            self.reactions.push(Reaction {
                author,
                emoji: emoji.to_owned(),
            });
        }
    }
}

/// All messages between one number and one customer, in order of arrival.
#[derive(Debug, Default)]
pub(crate) struct Thread {
    pub(crate) messages: Vec<ThreadMessage>,
    /// The time stamp of the customer's latest message or call: the window counts from it.
    pub(crate) last_customer_message_ms: Option<i64>,
    pub(crate) typing_until_ms: i64,
}

impl Thread {
    pub(crate) fn find(&self, id: &str) -> Option<&ThreadMessage> {
        self.messages.iter().rev().find(|message| message.id == id)
    }

    pub(crate) fn find_mut(&mut self, id: &str) -> Option<&mut ThreadMessage> {
        self.messages
            .iter_mut()
            .rev()
            .find(|message| message.id == id)
    }

    /// What the business wrote and the customer has not read, up to a message or to the end.
    pub(crate) fn unread_by_customer(
        &self,
        up_to: Option<&str>,
    ) -> impl Iterator<Item = &ThreadMessage> {
        let end = up_to
            .and_then(|id| self.messages.iter().position(|message| message.id == id))
            .map_or(self.messages.len(), |position| position + 1);
        self.messages[..end].iter().filter(|message| {
            message.author == ThreadAuthor::Business
                && message.kind != "reaction"
                && message.status < DeliveryStatus::Read
                && message.status != DeliveryStatus::Failed
        })
    }

    /// A message or call of the customer at `at_ms` opens the window anew; an older one never shortens it.
    pub(crate) fn open_window(&mut self, at_ms: i64) {
        self.last_customer_message_ms = self.last_customer_message_ms.max(Some(at_ms));
    }
}
