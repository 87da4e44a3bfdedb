//! Writing messages down.

use entity::message::{ActiveModel, Direction, Entity, Model, Origin};
use entity::{DepartmentId, MessageId, PersonId, UnixMillis, conversation};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::{Content, SystemEvent};
use crate::conversation::Held;
use crate::media::register_in;
use crate::search;
use crate::storage::{StorageError, UnitOfWork};

/// A message to be written down.
pub(crate) struct NewMessage {
    pub direction: Direction,
    pub origin: Origin,
    pub content: Content,
    pub wamid: Option<String>,
    pub author_id: Option<PersonId>,
    pub client_key: Option<Uuid>,
    pub reply_to_wamid: Option<String>,
    pub reply_to_id: Option<MessageId>,
    pub forwarded: bool,
    pub sent_at: UnixMillis,
}

impl NewMessage {
    /// A message that says `content`.
    pub fn new(
        direction: Direction,
        origin: Origin,
        sent_at: UnixMillis,
        content: Content,
    ) -> Self {
        Self {
            direction,
            origin,
            content,
            wamid: None,
            author_id: None,
            client_key: None,
            reply_to_wamid: None,
            reply_to_id: None,
            forwarded: false,
            sent_at,
        }
    }

    /// Writes it down; none when its wamid or client key is known already: the unique index decides,
    /// however many try at once.
    pub async fn insert_in(
        self,
        unit: &UnitOfWork,
        conversation: &conversation::Model,
    ) -> Result<Option<Model>, StorageError> {
        let (content, json) = self.content.storable(unit.redaction());
        let row = Model {
            id: unit.id(),
            conversation_id: conversation.id,
            channel_id: conversation.channel_id,
            ticket_id: conversation.ticket_id,
            wamid: self.wamid,
            direction: self.direction,
            origin: self.origin,
            author_id: self.author_id,
            client_key: self.client_key,
            kind: content.kind().to_owned(),
            content: json,
            text: content.preview().map(str::to_owned),
            reply_to_wamid: self.reply_to_wamid,
            reply_to_id: self.reply_to_id,
            forwarded: self.forwarded,
            sent_at: self.sent_at,
            received_at: unit.now(),
            edited_at: None,
            revoked_at: None,
            version: 1,
        };
        let active: ActiveModel = row.clone().into_active_model();
        let inserted = Entity::insert(active)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(unit.connection())
            .await?;
        if inserted == 0 {
            return Ok(None);
        }
        register_in(unit, &row, &content).await?;
        search::add_in(unit, &row, &content).await?;
        Ok(Some(row))
    }
}

/// An event to be shown in the thread.
pub(crate) struct NewSystemMessage {
    pub event: SystemEvent,
    pub person_id: Option<PersonId>,
    pub target_id: Option<PersonId>,
    pub department_id: Option<DepartmentId>,
    pub details: Option<String>,
    pub at: UnixMillis,
}

impl NewSystemMessage {
    /// `event`, at `at`.
    pub const fn new(event: SystemEvent, at: UnixMillis) -> Self {
        Self {
            event,
            person_id: None,
            target_id: None,
            department_id: None,
            details: None,
            at,
        }
    }

    /// Writes it into the thread. It is no activity: neither last message nor unread.
    pub async fn insert_in(self, unit: &UnitOfWork, held: &mut Held) -> Result<(), StorageError> {
        let message = self.into_message();
        if let Some(row) = message.insert_in(unit, &held.now).await? {
            held.tell_added(row.id, false);
        }
        Ok(())
    }

    /// As a message, for those who have more to say about it.
    pub fn into_message(self) -> NewMessage {
        let content = Content::System {
            event: self.event,
            person_id: self.person_id,
            target_id: self.target_id,
            department_id: self.department_id,
            details: self.details,
        };
        NewMessage {
            author_id: self.person_id,
            ..NewMessage::new(Direction::System, Origin::Automation, self.at, content)
        }
    }
}
