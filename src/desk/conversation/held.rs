//! A conversation that a unit of work holds while it changes it.

use entity::conversation::{ActiveModel, Column, Entity, Model};
use entity::{ConversationId, MessageId, UnixMillis};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::access::Actor;
use crate::error::DeskError;
use crate::inbox::lists::is_visible;
use crate::journal::{Audience, Event, View};
use crate::storage::{StorageError, UnitOfWork};

/// A conversation that a unit of work holds. Changes and news are gathered and leave together with
/// [`Held::save_in`], told to those who may see the conversation *after* the change; whoever loses sight
/// of it is told first that it left.
pub(crate) struct Held {
    before: Model,
    /// Made by this unit: nobody has seen it yet, so nobody loses sight of it.
    is_new: bool,
    /// Something changed that is kept elsewhere, and is shown as a part of the conversation.
    touched: bool,
    /// The conversation as it shall be.
    pub now: Model,
    news: Vec<Event>,
}

impl Held {
    /// Holds a row that this unit has locked.
    pub fn of(row: Model) -> Self {
        Self {
            before: row.clone(),
            is_new: false,
            touched: false,
            now: row,
            news: Vec::new(),
        }
    }

    /// Holds a row that this unit has made.
    pub fn made(row: Model) -> Self {
        Self {
            is_new: true,
            ..Self::of(row)
        }
    }

    /// Locks a conversation that `actor` may see. On PostgreSQL the row lock is what serialises
    /// commands on one conversation; SQLite has one writer anyway.
    pub async fn lock_in(
        unit: &UnitOfWork,
        actor: &Actor,
        id: ConversationId,
    ) -> Result<Self, DeskError> {
        let row = Entity::find_by_id(id)
            .lock_exclusive()
            .one(unit.connection())
            .await?
            .filter(|row| is_visible(actor, row))
            .ok_or(DeskError::NotFound("conversation"))?;
        Ok(Self::of(row))
    }

    /// The version grows, though no column of the row does: a part that is kept elsewhere changed.
    pub fn touch(&mut self) {
        self.touched = true;
    }

    /// Adds an event, to be told when everything is saved.
    pub fn tell(&mut self, event: Event) {
        self.news.push(event);
    }

    /// A message joined. A late one neither moves the conversation nor becomes its last message (F10).
    pub fn joined_by(&mut self, message: MessageId, sent_at: UnixMillis, rings: bool) {
        if sent_at >= self.now.last_activity_at || self.now.last_message_id.is_none() {
            self.now.last_activity_at = self.now.last_activity_at.max(sent_at);
            self.now.last_message_id = Some(message);
        }
        self.tell_added(message, rings);
    }

    /// A message joined that is no activity, such as a system message.
    pub fn tell_added(&mut self, message: MessageId, rings: bool) {
        let conversation_id = self.now.id;
        self.tell(Event::MessageAdded {
            message_id: message,
            conversation_id,
            rings,
        });
    }

    /// Writes what changed and appends the news.
    pub async fn save_in(mut self, unit: &UnitOfWork) -> Result<Model, StorageError> {
        if self.touched || self.now != self.before {
            self.now.version = self.before.version + 1;
            Entity::update_many()
                .set(changes(&self.before, &self.now))
                .filter(Column::Id.eq(self.now.id))
                .exec(unit.connection())
                .await?;
        }
        let (before, after) = (View::of(&self.before), View::of(&self.now));
        if before != after && !self.is_new {
            unit.append(
                Event::ConversationHidden {
                    conversation_id: self.now.id,
                },
                Audience::Left { before, after },
            );
        }
        for event in self.news {
            unit.append(event, Audience::Conversation { view: after });
        }
        Ok(self.now)
    }
}

/// Only what changed: SQLite rewrites every index whose columns an UPDATE names.
fn changes(before: &Model, after: &Model) -> ActiveModel {
    macro_rules! changed {
        ($($column:ident),+ $(,)?) => {
            ActiveModel {
                id: NotSet,
                contact_id: NotSet,
                channel_id: NotSet,
                created_at: NotSet,
                $($column: if before.$column == after.$column { NotSet } else { Set(after.$column) },)+
            }
        };
    }
    changed!(
        ticket_id,
        agent_id,
        department_id,
        visible_department_id,
        window_expires_at,
        last_customer_message_at,
        last_activity_at,
        last_message_id,
        unread_count,
        first_unread_message_id,
        waiting_since,
        held_count,
        undelivered_count,
        echo_since,
        version,
    )
}
