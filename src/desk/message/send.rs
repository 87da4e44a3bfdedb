//! Writing to a customer, or between users.

use entity::delivery::{self, DeliveryState};
use entity::message::{self, Direction, Model, Origin};
use entity::{ConversationId, MessageId, PersonId, UnixMillis, ticket};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::load::view_in;
use super::sendable;
use super::unfilled::require_filled;
use super::{Content, MessageView, NewMessage};
use crate::Desk;
use crate::access::Actor;
use crate::conversation::{ConversationView, Held, waiting, window};
use crate::error::DeskError;
use crate::outbox::queue_message_in;
use crate::storage::UnitOfWork;
use crate::ticket::assignment::Action;
use crate::ticket::change::{self, Doer};

/// A message to write.
#[derive(Clone, Debug, PartialEq)]
pub struct SendMessage {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Made once by the author's device: the same key again is the same message.
    pub client_key: Uuid,
    /// What it says: a text, a place, contact cards, or something to tap, within Meta's limits.
    pub content: Content,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// Visible to users only; never leaves the desk (L-081).
    pub internal: bool,
}

impl Desk {
    /// Writes a message: durable, shown and queued when this returns. The first answer claims the
    /// conversation (L-146). The same `client_key` again returns the same message (F23).
    pub async fn send_message(
        &self,
        actor: &Actor,
        message: SendMessage,
    ) -> Result<(MessageView, ConversationView), DeskError> {
        actor.require_server()?;
        let message = SendMessage {
            content: acceptable(message.content)?,
            ..message
        };
        let actor = actor.clone();
        self.database()
            .write(move |unit| Box::pin(async move { send_in(unit, &actor, &message).await }))
            .await
    }

    /// A text that may go to a customer, now or later: within Meta's limit, and without a placeholder (Z-36).
    pub(crate) async fn acceptable_text(&self, text: &str) -> Result<String, DeskError> {
        let text = sendable::text(text)?;
        require_filled(self.database().read(), &Content::text(text.as_str())).await?;
        Ok(text)
    }
}

/// What a person may write, in the form in which it is kept.
fn acceptable(content: Content) -> Result<Content, DeskError> {
    match content {
        Content::Text { body, .. } => sendable::text(&body).map(Content::text),
        Content::Location {
            latitude,
            longitude,
            name,
            address,
        } => sendable::location(latitude, longitude, name.as_deref(), address.as_deref()),
        Content::Contacts { cards } => {
            sendable::contacts(&cards).map(|cards| Content::Contacts { cards })
        }
        Content::Interactive(message) => sendable::interactive(message).map(Content::Interactive),
        _ => Err(DeskError::invalid("content", "cannot be sent")),
    }
}

/// The message that an earlier call with the same key has written, with its conversation as it is now.
pub(crate) async fn repeated_in(
    unit: &UnitOfWork,
    actor: &Actor,
    conversation_id: ConversationId,
    client_key: Uuid,
) -> Result<Option<(MessageView, ConversationView)>, DeskError> {
    let held = Held::lock_in(unit, actor, conversation_id).await?;
    let Some(known) = known_in(unit, actor, Some(conversation_id), client_key).await? else {
        return Ok(None);
    };
    let view = view_in(unit.connection(), known).await?;
    Ok(Some((view, ConversationView::for_actor(actor, &held.now))))
}

/// Writes a message whose content is acceptable.
pub(crate) async fn send_in(
    unit: &UnitOfWork,
    actor: &Actor,
    message: &SendMessage,
) -> Result<(MessageView, ConversationView), DeskError> {
    let mut held = Held::lock_in(unit, actor, message.conversation_id).await?;
    let conversation_id = Some(message.conversation_id);
    if let Some(known) = known_in(unit, actor, conversation_id, message.client_key).await? {
        let view = view_in(unit.connection(), known).await?;
        return Ok((view, ConversationView::for_actor(actor, &held.now)));
    }
    if !message.internal {
        require_filled(unit.connection(), &message.content).await?;
    }
    if !message.internal
        && message.content.needs_window()
        && !window::is_open(held.now.window_expires_at, unit.now(), window::MARGIN)
    {
        return Err(DeskError::WindowClosed);
    }
    let quoted = quoted_in(unit, message).await?;
    let posting = if message.internal {
        Posting::Aside
    } else {
        Posting::Answer
    };
    let author = Author::of(actor);
    let row = post_in(unit, &mut held, author, message, quoted, posting)
        .await?
        .ok_or(DeskError::Conflict("this key belongs to another message"))?;
    if !message.internal {
        stop_waiting_in(unit, &mut held, &row).await?;
    }
    let conversation = held.save_in(unit).await?;
    let view = view_in(unit.connection(), row).await?;
    Ok((view, ConversationView::for_actor(actor, &conversation)))
}

/// Who writes a message, and where.
#[derive(Clone, Copy)]
pub(crate) struct Author {
    /// The person; none for programs and the desk itself.
    pub person: Option<PersonId>,
    /// Where.
    pub origin: Origin,
}

impl Author {
    /// `actor` as an author.
    pub fn of(actor: &Actor) -> Self {
        Self {
            person: actor.person_id(),
            origin: match actor {
                Actor::Integrator(_) => Origin::Api,
                Actor::System => Origin::Automation,
                _ => Origin::Desk,
            },
        }
    }
}

/// What writing a message does to the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Posting {
    /// The first one makes its author the agent and opens a ticket (L-146).
    Answer,
    /// It leaves the service as it is.
    Aside,
}

/// Writes a message into a held conversation, and queues it unless it is internal. None when the client key is known
/// already.
pub(crate) async fn post_in(
    unit: &UnitOfWork,
    held: &mut Held,
    author: Author,
    message: &SendMessage,
    quoted: Option<Model>,
    posting: Posting,
) -> Result<Option<Model>, DeskError> {
    if posting == Posting::Answer
        && let Some(by) = author.person
    {
        let doer = Doer {
            person: Some(by),
            at: unit.now(),
        };
        change::apply_in(unit, held, Action::Answer { by }, doer).await?;
    }
    let new = new_message(unit, author, message, held, quoted);
    let Some(row) = new.insert_in(unit, &held.now).await? else {
        return Ok(None);
    };
    held.joined_by(row.id, row.sent_at, false);
    if !message.internal {
        insert_delivery_in(unit, row.id).await?;
        queue_message_in(unit, &held.now, row.id).await?;
    }
    Ok(Some(row))
}

/// The message of an earlier call with the same key, in the same conversation if that is known.
pub(crate) async fn known_in(
    unit: &UnitOfWork,
    actor: &Actor,
    conversation_id: Option<ConversationId>,
    client_key: Uuid,
) -> Result<Option<Model>, DeskError> {
    let known = message::Entity::find()
        .filter(message::Column::ClientKey.eq(client_key))
        .one(unit.connection())
        .await?;
    match known {
        Some(row)
            if row.author_id != actor.person_id()
                || conversation_id.is_some_and(|id| id != row.conversation_id) =>
        {
            Err(DeskError::Conflict("this key belongs to another message"))
        }
        known => Ok(known),
    }
}

async fn quoted_in(unit: &UnitOfWork, message: &SendMessage) -> Result<Option<Model>, DeskError> {
    let Some(id) = message.reply_to else {
        return Ok(None);
    };
    let quoted = message::Entity::find_by_id(id)
        .one(unit.connection())
        .await?
        .filter(|quoted| quoted.conversation_id == message.conversation_id)
        .ok_or_else(|| DeskError::invalid("replyTo", "is no message of this conversation"))?;
    Ok(Some(quoted))
}

fn new_message(
    unit: &UnitOfWork,
    author: Author,
    message: &SendMessage,
    held: &Held,
    quoted: Option<Model>,
) -> NewMessage {
    let direction = if message.internal {
        Direction::Internal
    } else {
        Direction::Outbound
    };
    // An answer stands below what it answers, also when Meta's clock is ahead of ours.
    let sent_at = unit.now().max(held.now.last_activity_at);
    let content = message.content.clone();
    NewMessage {
        author_id: author.person,
        client_key: Some(message.client_key),
        reply_to_wamid: quoted.as_ref().and_then(|quoted| quoted.wamid.clone()),
        reply_to_id: quoted.map(|quoted| quoted.id),
        ..NewMessage::new(direction, author.origin, sent_at, content)
    }
}

/// An answer stops the counter (L-051).
pub(crate) async fn stop_waiting_in(
    unit: &UnitOfWork,
    held: &mut Held,
    row: &Model,
) -> Result<(), DeskError> {
    if held.now.waiting_since.is_some() {
        note_first_answer_in(unit, held, row.sent_at).await?;
    }
    held.now.waiting_since = waiting::after_answer(held.now.waiting_since, row.sent_at, None);
    Ok(())
}

async fn insert_delivery_in(unit: &UnitOfWork, message_id: MessageId) -> Result<(), DeskError> {
    delivery::Entity::insert(delivery::ActiveModel {
        message_id: Set(message_id),
        state: Set(DeliveryState::Queued),
        queued_at: Set(unit.now()),
        accepted_at: Set(None),
        sent_at: Set(None),
        delivered_at: Set(None),
        read_at: Set(None),
        played_at: Set(None),
        failed_at: Set(None),
        failure: Set(None),
        pricing: Set(None),
        held_at: Set(None),
        attempts: Set(0),
        next_attempt_at: Set(None),
        version: Set(1),
    })
    .exec_without_returning(unit.connection())
    .await?;
    Ok(())
}

async fn note_first_answer_in(
    unit: &UnitOfWork,
    held: &Held,
    at: UnixMillis,
) -> Result<(), DeskError> {
    let Some(ticket) = held.now.ticket_id else {
        return Ok(());
    };
    ticket::Entity::update_many()
        .set(ticket::ActiveModel {
            first_answer_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(ticket::Column::Id.eq(ticket))
        .filter(ticket::Column::FirstAnswerAt.is_null())
        .exec(unit.connection())
        .await?;
    Ok(())
}
