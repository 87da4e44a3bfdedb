//! Messages: what is said, in every direction, and how far it has come.

mod cards;
mod content;
mod delivery;
mod interactive;
mod media;
mod mutations;
mod react;
mod search;
mod send_contacts;
mod send_file;
mod send_interactive;
mod send_location;
mod send_template;
mod send_voice_note;
mod start_conversation;

use std::sync::Arc;

use async_graphql::{Context, Description, Enum, ID, Object, Result, SimpleObject};
use desk::message::{MessageView, QuotedView, ReactionAuthor, ReactionView, RevisionView};
use desk::page::Page;
use entity::{MessageId, PersonId};

use crate::context::ResolverContext;
use crate::failure::Failure;
use crate::page::PageInfo;
use crate::person::Person;
use crate::scalars::{Cursor, Instant, parse_id};

pub use content::MessageContent;
pub use delivery::Delivery;
pub use mutations::{MessageMutations, SendMessagePayload};
pub use react::ReactionMutations;
pub use search::MessageSearchConnection;
pub use send_contacts::ContactCardMutations;
pub use send_file::{FileKind, FileMutations};
pub use send_interactive::InteractiveMutations;
pub use send_location::LocationMutations;
pub use send_template::SendTemplateMutations;
pub use send_voice_note::VoiceNoteMutations;
pub use start_conversation::{ContactStandingQueries, StartConversationMutations};

/// Something said, or something that happened in a thread.
#[derive(Clone, Debug, Description)]
pub struct Message(pub Arc<MessageView>);

impl From<MessageView> for Message {
    fn from(view: MessageView) -> Self {
        Self(Arc::new(view))
    }
}

#[Object(use_type_description)]
impl Message {
    /// Stable for ever. Sorts by arrival on the desk.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// In which conversation.
    async fn conversation_id(&self) -> ID {
        self.0.conversation_id.into()
    }

    /// Which way it goes.
    async fn direction(&self) -> Direction {
        self.0.direction.into()
    }

    /// The user of the desk who wrote it; null for what customers and the desk itself write.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::load_optional(ctx, self.0.author_id).await
    }

    /// Where it was written.
    async fn origin(&self) -> MessageOrigin {
        self.0.origin.into()
    }

    /// Meta's time stamp for what came from WhatsApp, the desk's for the rest. A thread is ordered by
    /// (`sentAt`, `id`).
    async fn sent_at(&self) -> Instant {
        self.0.sent_at.into()
    }

    /// When the desk stored it.
    async fn received_at(&self) -> Instant {
        self.0.received_at.into()
    }

    /// What it says.
    async fn content(&self) -> MessageContent {
        MessageContent::of(self.0.id, &self.0.content)
    }

    /// The words in it, for previews: a text's body, a file's caption, a button's title. Null when it
    /// holds none. As written, with WhatsApp's mark-up.
    async fn text(&self) -> Option<&str> {
        self.0.text.as_deref()
    }

    /// How far it has come; outbound messages only.
    async fn delivery(&self) -> Option<Delivery> {
        self.0.delivery.clone().map(Delivery)
    }

    /// The message that it answers.
    async fn reply_to(&self) -> Option<QuotedMessage> {
        self.0.reply_to.clone().map(QuotedMessage)
    }

    /// Emoji on it, the oldest first.
    async fn reactions(&self) -> Vec<Reaction> {
        self.0.reactions.iter().cloned().map(Reaction).collect()
    }

    /// The customer forwarded it from another chat.
    async fn forwarded(&self) -> bool {
        self.0.forwarded
    }

    /// When the customer last edited it.
    async fn edited_at(&self) -> Option<Instant> {
        self.0.edited_at.map(Into::into)
    }

    /// When the customer deleted it for everyone.
    async fn revoked_at(&self) -> Option<Instant> {
        self.0.revoked_at.map(Into::into)
    }

    /// What it said before each edit, the oldest first. For supervisors, administrators, programs and the agent who
    /// serves the conversation; empty for others, and inside events.
    async fn revisions(&self, ctx: &Context<'_>) -> Result<Vec<MessageRevision>> {
        if self.0.edited_at.is_none() {
            return Ok(Vec::new());
        }
        let found = ctx.loaders().revisions.load(self.0.id).await?;
        let message = self.0.id;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(|view| MessageRevision { message, view })
            .collect())
    }

    /// WhatsApp's id of it, for Meta's support; null while it has not left the desk, and for what never leaves it.
    async fn wamid(&self) -> Option<&str> {
        self.0.wamid.as_deref()
    }

    /// The idempotency key that its author's device made: how a client knows its own message again.
    async fn client_key(&self) -> Option<String> {
        self.0.client_key.map(|key| key.hyphenated().to_string())
    }

    /// Grows with every change, delivery included. Whoever holds two copies keeps the one with the higher
    /// version.
    async fn version(&self) -> i64 {
        self.0.version
    }
}

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::message::Direction")]
pub enum Direction {
    /// From the customer.
    Inbound,
    /// To the customer.
    Outbound,
    /// Between users of the desk; the customer never sees it.
    Internal,
    /// Something that happened, shown in the thread.
    System,
}

/// Where a message was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::message::Origin")]
pub enum MessageOrigin {
    /// By the customer.
    Customer,
    /// On the desk, by a person.
    Desk,
    /// In the WhatsApp Business app on the same number.
    PhoneApp,
    /// Before the number was connected; taken over from the phone.
    History,
    /// By a program with a token.
    Api,
    /// By the desk itself.
    Automation,
}

/// What a message said before an edit.
#[derive(Clone, Debug, Description)]
pub struct MessageRevision {
    message: MessageId,
    view: RevisionView,
}

#[Object(use_type_description)]
impl MessageRevision {
    /// Until when it said so.
    async fn replaced_at(&self) -> Instant {
        self.view.replaced_at.into()
    }

    /// What it said.
    async fn content(&self) -> MessageContent {
        MessageContent::of(self.message, &self.view.content)
    }

    /// The words in it.
    async fn text(&self) -> Option<&str> {
        self.view.text.as_deref()
    }
}

/// The message that another one answers.
#[derive(Clone, Debug, Description)]
pub struct QuotedMessage(QuotedView);

#[Object(use_type_description)]
impl QuotedMessage {
    /// WhatsApp's id of the original; empty while the original has not left the desk.
    async fn wamid(&self) -> &str {
        self.0.wamid.as_deref().unwrap_or_default()
    }

    /// The original; null when the desk does not have it.
    async fn message(&self, ctx: &Context<'_>) -> Result<Option<Message>> {
        match self.0.message_id {
            Some(id) => Ok(ctx.loaders().messages.load(id).await?.map(Message)),
            None => Ok(None),
        }
    }
}

/// An emoji on a message.
#[derive(Clone, Debug, Description)]
pub struct Reaction(ReactionView);

#[Object(use_type_description)]
impl Reaction {
    /// The emoji.
    async fn emoji(&self) -> &str {
        &self.0.emoji
    }

    /// Whether it is the customer's.
    async fn by_customer(&self) -> bool {
        matches!(self.0.author, ReactionAuthor::Customer)
    }

    /// Whose it is, when it is a user's of the desk.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::load_optional(ctx, self.person_id()).await
    }

    /// When.
    async fn at(&self) -> Instant {
        self.0.at.into()
    }

    /// How far it has come, when it was made on the desk; null for those made on somebody's phone.
    async fn state(&self) -> Option<ReactionState> {
        self.0.state.map(Into::into)
    }

    /// Why the customer does not see it, with `FAILED`.
    async fn failure(&self) -> Option<Failure> {
        self.0.failure.clone().map(Failure)
    }
}

/// How far a reaction of the desk has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::reaction::ReactionState")]
pub enum ReactionState {
    /// On its way.
    Waiting,
    /// WhatsApp has taken it.
    Sent,
    /// The customer does not see it; see `failure`.
    Failed,
}

impl Reaction {
    const fn person_id(&self) -> Option<PersonId> {
        match self.0.author {
            ReactionAuthor::Person(id) => Some(id),
            ReactionAuthor::Customer | ReactionAuthor::PhoneApp => None,
        }
    }
}

/// A page of messages.
#[derive(SimpleObject)]
pub struct MessageConnection {
    /// The messages with their cursors, the oldest first.
    edges: Vec<MessageEdge>,
    /// Whether the thread goes on.
    page_info: PageInfo,
}

/// A message in a thread.
#[derive(SimpleObject)]
pub struct MessageEdge {
    /// Its place in the thread.
    cursor: Cursor,
    /// The message.
    node: Message,
}

impl From<Page<MessageView>> for MessageConnection {
    fn from(page: Page<MessageView>) -> Self {
        let cursor = |view: &MessageView| Cursor::of(&view.cursor());
        Self {
            page_info: PageInfo::of(&page, cursor),
            edges: page
                .items
                .into_iter()
                .map(|view| MessageEdge {
                    cursor: cursor(&view),
                    node: view.into(),
                })
                .collect(),
        }
    }
}

/// Queries about messages.
#[derive(Default)]
pub struct MessageQueries;

#[Object]
impl MessageQueries {
    /// One message; null when there is none with this id or it is not visible to you.
    async fn message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Result<Option<Message>> {
        ctx.actor().require_reader()?;
        let Ok(id) = parse_id(&id, "id") else {
            return Ok(None);
        };
        Ok(ctx.desk().message(ctx.actor(), id).await?.map(Into::into))
    }
}
