//! Events: what happened, as it is told to those who follow.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{
    Context, Description, Enum, ID, Interface, Object, Result, SimpleObject, Subscription,
};
use desk::access::Actor;
use desk::journal::{self, Entry, Position};
use desk::presence::Typing;
use desk::{Desk, DeskError};
use entity::{ConversationId, MessageId, UnixMillis};
use futures_util::stream::{self, Stream};

use crate::context::ResolverContext;
use crate::conversation::Conversation;
use crate::message::Message;
use crate::person::{Person, Viewer};
use crate::scalars::{Cursor, Instant};

/// Something that happened. A client that applies events in order holds the server's state; applying one
/// twice does no harm, since each carries the state as it was when the event was told.
#[derive(Interface)]
#[graphql(
    field(
        name = "cursor",
        ty = "&Cursor",
        desc = "Its place: subscribe `after` it, and you get everything that came later."
    ),
    field(name = "at", ty = "&Instant", desc = "When it happened.")
)]
pub enum Event {
    /// A message joined a conversation.
    MessageAdded(MessageAdded),
    /// A message changed.
    MessageChanged(MessageChanged),
    /// A conversation changed.
    ConversationChanged(ConversationChanged),
    /// A conversation left your view.
    ConversationHidden(ConversationHidden),
    /// Somebody is typing.
    TypingChanged(TypingChanged),
    /// You changed.
    ViewerChanged(ViewerChanged),
    /// The directory changed.
    DirectoryChanged(DirectoryChanged),
    /// Templates changed.
    TemplatesChanged(TemplatesChanged),
}

/// A message joined a conversation: from the customer, to them, internal, or the desk's own.
#[derive(SimpleObject)]
pub struct MessageAdded {
    /// Its place.
    cursor: Cursor,
    /// When it happened.
    at: Instant,
    /// The message.
    message: Message,
    /// Its conversation, with what the message changed.
    conversation: Conversation,
}

/// A message changed: its delivery, a reaction, an edit, a deletion.
#[derive(SimpleObject)]
pub struct MessageChanged {
    /// Its place.
    cursor: Cursor,
    /// When it happened.
    at: Instant,
    /// The message as it is now.
    message: Message,
}

/// A conversation changed: who serves it, what is read, its contact.
#[derive(SimpleObject)]
pub struct ConversationChanged {
    /// Its place.
    cursor: Cursor,
    /// When it happened.
    at: Instant,
    /// The conversation as it is now.
    conversation: Conversation,
    /// In which way it changed.
    change: ConversationChange,
}

/// A conversation left what you may see: forget it.
#[derive(SimpleObject)]
pub struct ConversationHidden {
    /// Its place.
    cursor: Cursor,
    /// When it happened.
    at: Instant,
    /// Which conversation.
    conversation_id: ID,
}

/// A colleague is typing. Told live only: it is not part of the journal, and `cursor` is that of the event
/// before it. It fades after some seconds.
#[derive(SimpleObject)]
pub struct TypingChanged {
    /// The place of the event before it.
    cursor: Cursor,
    /// When it happened.
    at: Instant,
    /// In which conversation.
    conversation_id: ID,
    /// Who is typing.
    person: Person,
}

/// Your role, departments or preferences changed. Fetch your lists again: other conversations may be
/// visible to you now.
#[derive(SimpleObject)]
pub struct ViewerChanged {
    /// Its place.
    cursor: Cursor,
    /// When it happened.
    at: Instant,
    /// You, as you are now.
    viewer: Viewer,
}

/// People, departments or channels changed: fetch them again.
#[derive(SimpleObject)]
pub struct DirectoryChanged {
    /// Its place.
    cursor: Cursor,
    /// When it happened.
    at: Instant,
}

/// Templates came, went or changed: fetch those that you show again.
#[derive(SimpleObject)]
pub struct TemplatesChanged {
    /// Its place.
    cursor: Cursor,
    /// When it happened.
    at: Instant,
}

/// In which way a conversation changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ConversationChange {
    /// A ticket was opened.
    Opened,
    /// An agent took it.
    Claimed,
    /// It was handed over to an agent or a department.
    Assigned,
    /// The ticket was closed.
    Closed,
    /// Somebody read it.
    Read,
    /// Somebody marked it unread.
    Unread,
    /// The contact's name or addresses changed.
    Contact,
    /// The customer service window changed.
    Window,
    /// Something else that a row of the inbox shows.
    Other,
}

impl From<journal::ConversationChange> for ConversationChange {
    fn from(change: journal::ConversationChange) -> Self {
        use journal::ConversationChange as Journaled;
        match change {
            Journaled::Opened => Self::Opened,
            Journaled::Claimed => Self::Claimed,
            Journaled::AssignedToAgent | Journaled::AssignedToDepartment => Self::Assigned,
            Journaled::Closed => Self::Closed,
            Journaled::Read => Self::Read,
            Journaled::Unread => Self::Unread,
            Journaled::Contact => Self::Contact,
            Journaled::Other => Self::Other,
        }
    }
}

/// Something to be told.
pub(crate) enum Occurrence {
    /// An event of the journal.
    Entry(Arc<Entry>),
    /// Somebody is typing; those who are told stand at `position`.
    Typing {
        typing: Typing,
        at: UnixMillis,
        position: Position,
    },
}

/// Reads what an event shows, as `actor` may see it; none when there is nothing left to show.
pub(crate) async fn load(
    desk: &Desk,
    occurrence: Occurrence,
    actor: &Actor,
) -> Result<Option<Event>, DeskError> {
    let cursor_at = |position| Cursor::of(&desk.journal().cursor(position));
    let entry = match occurrence {
        Occurrence::Entry(entry) => entry,
        Occurrence::Typing {
            typing,
            at,
            position,
        } => {
            let mut people = desk.people_by_ids(&[typing.person_id]).await?;
            let person = people.remove(&typing.person_id);
            return Ok(person.map(|person| {
                Event::TypingChanged(TypingChanged {
                    cursor: cursor_at(position),
                    at: at.into(),
                    conversation_id: typing.conversation_id.into(),
                    person: Person(person),
                })
            }));
        }
    };
    let (cursor, at) = (cursor_at(entry.position), Instant(entry.at));
    Ok(match entry.event {
        journal::Event::MessageAdded {
            message_id,
            conversation_id,
            ..
        } => {
            let (message, conversation) = tokio::try_join!(
                message(desk, actor, message_id),
                conversation(desk, actor, conversation_id)
            )?;
            message.zip(conversation).map(|(message, conversation)| {
                Event::MessageAdded(MessageAdded {
                    cursor,
                    at,
                    message,
                    conversation,
                })
            })
        }
        journal::Event::MessageChanged { message_id, .. } => {
            let message = message(desk, actor, message_id).await?;
            message.map(|message| {
                Event::MessageChanged(MessageChanged {
                    cursor,
                    at,
                    message,
                })
            })
        }
        journal::Event::ConversationChanged {
            conversation_id,
            change,
            ..
        } => {
            let change = change.into();
            let conversation = conversation(desk, actor, conversation_id).await?;
            conversation.map(|conversation| {
                Event::ConversationChanged(ConversationChanged {
                    cursor,
                    at,
                    conversation,
                    change,
                })
            })
        }
        journal::Event::ConversationHidden { conversation_id } => {
            let conversation_id = conversation_id.into();
            Some(Event::ConversationHidden(ConversationHidden {
                cursor,
                at,
                conversation_id,
            }))
        }
        journal::Event::PersonChanged { .. } => {
            let viewer = Viewer(actor.clone());
            Some(Event::ViewerChanged(ViewerChanged { cursor, at, viewer }))
        }
        journal::Event::DirectoryChanged => {
            Some(Event::DirectoryChanged(DirectoryChanged { cursor, at }))
        }
        journal::Event::TemplatesChanged => {
            Some(Event::TemplatesChanged(TemplatesChanged { cursor, at }))
        }
        // They close connections instead.
        journal::Event::SessionEnded { .. } | journal::Event::TokenRevoked { .. } => None,
    })
}

async fn message(desk: &Desk, actor: &Actor, id: MessageId) -> Result<Option<Message>, DeskError> {
    Ok(desk.message(actor, id).await?.map(Into::into))
}

async fn conversation(
    desk: &Desk,
    actor: &Actor,
    id: ConversationId,
) -> Result<Option<Conversation>, DeskError> {
    Ok(desk.conversation(actor, id).await?.map(Conversation))
}

/// Where the resolver of `events` takes its event from. The transport follows the journal and runs the
/// selection once for each event and group of subscribers; the engine never holds a live stream.
pub(crate) struct EventSource(Mutex<Source>);

enum Source {
    /// No event: only what was asked for is noted.
    Probe(Asked),
    Event(Option<Box<Event>>),
}

/// Where a subscription asks to begin.
#[derive(Clone, Default)]
pub(crate) struct Asked(Arc<Mutex<Option<journal::Cursor>>>);

impl Asked {
    /// The cursor that was given, once the probe has run.
    pub fn take(&self) -> Option<journal::Cursor> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, cursor: journal::Cursor) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(cursor);
    }
}

impl EventSource {
    /// A source that ends at once and notes where the subscription asks to begin.
    pub fn probe() -> (Self, Asked) {
        let asked = Asked::default();
        (Self(Mutex::new(Source::Probe(asked.clone()))), asked)
    }

    /// A source of one event.
    pub fn of(event: Event) -> Self {
        Self(Mutex::new(Source::Event(Some(Box::new(event)))))
    }

    fn open(&self, after: Option<&Cursor>) -> Result<Option<Event>, DeskError> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Source::Event(event) => Ok(event.take().map(|event| *event)),
            Source::Probe(asked) => {
                if let Some(after) = after {
                    asked.put(after.place("after")?);
                }
                Ok(None)
            }
        }
    }
}

/// Live events, over a WebSocket (graphql-transport-ws) or as `text/event-stream`.
#[derive(Default, Description)]
pub struct SubscriptionRoot;

#[Subscription(name = "Subscription", use_type_description)]
impl SubscriptionRoot {
    /// Every event after `after` that you may see, then live ones: in order, each once. Without `after`: live
    /// from now. `CURSOR_EXPIRED` when the events after the cursor are gone: take `cursor`, fetch what you
    /// show again, and subscribe after it. Pass the cursor as a variable: subscribers whose documents are
    /// the same share the work.
    #[expect(
        clippy::unused_async,
        reason = "the engine takes asynchronous resolvers only"
    )]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last event that you have applied.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Event> + use<>> {
        let event = ctx.data_unchecked::<EventSource>().open(after.as_ref())?;
        Ok(stream::iter(event))
    }
}

/// Queries about events.
#[derive(Default)]
pub struct EventQueries;

#[Object]
impl EventQueries {
    /// The place of the newest event. Take it, fetch what you show, then subscribe after it: nothing is
    /// missed in between.
    async fn cursor(&self, ctx: &Context<'_>) -> Result<Cursor> {
        ctx.actor().require_reader()?;
        let journal = ctx.desk().journal();
        let head = journal.head().await.map_err(DeskError::from)?;
        Ok(Cursor::of(&journal.cursor(head)))
    }
}
