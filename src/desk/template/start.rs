//! Beginning a conversation by a template: with somebody new ("active contact", U-03) or with a customer who has talked to
//! the company before ("recontact", U-04).

use entity::contact_address::AddressKind;
use entity::{
    ChannelId, ContactId, TemplateId, channel, contact, contact_address, conversation, ticket,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use templates::Values;
use uuid::Uuid;

use super::compose::Composition;
use crate::Desk;
use crate::access::{Actor, may_start_on};
use crate::contact::{Contacts, CustomerIdentity};
use crate::conversation::{ConversationView, Held};
use crate::error::DeskError;
use crate::inbox::lists::is_visible;
use crate::input;
use crate::message::load::view_in;
use crate::message::{
    Author, MessageView, Posting, SendMessage, known_in, post_in, stop_waiting_in,
};
use crate::storage::{StorageError, UnitOfWork};

/// A conversation to begin.
#[derive(Clone, Debug, PartialEq)]
pub struct StartConversation {
    /// From which number.
    pub channel_id: ChannelId,
    /// With whom: a phone number in Meta's spelling, and its canonical form.
    pub identity: CustomerIdentity,
    /// What to call somebody new.
    pub name: Option<String>,
    /// The customer is known and shall be written to all the same (U-09, U-10).
    pub recontact: bool,
    /// Opens a ticket, of which the actor becomes the agent (L-031, L-032).
    pub open_ticket: bool,
    /// Made once by the author's device: the same key again is the same message.
    pub client_key: Uuid,
    /// Which template.
    pub template_id: TemplateId,
    /// What to put into its slots.
    pub values: Values,
}

/// How a phone number stands with the company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// It belongs to a contact (U-09).
    pub known: bool,
    /// The customer is being served: the protocol number of the open ticket (U-11).
    pub protocol: Option<String>,
    /// Their conversation on the number, if there is one that the actor may see.
    pub conversation: Option<ConversationView>,
}

/// What became of an attempt to begin.
#[derive(Clone, Debug, PartialEq)]
pub enum Started {
    /// The message is queued.
    Sent(Box<(MessageView, ConversationView)>),
    /// The customer is known, or being served; nothing was written.
    Refused(Box<Standing>),
}

impl Standing {
    /// Nobody writes into somebody's service unasked (U-11), and whoever is known is written to knowingly (U-09).
    const fn admits(&self, recontact: bool) -> bool {
        self.protocol.is_none() && (recontact || !self.known)
    }
}

impl Desk {
    /// How a phone number stands with the company, for somebody who may begin conversations on the number.
    pub async fn standing(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        identity: &CustomerIdentity,
    ) -> Result<Standing, DeskError> {
        actor.require_server()?;
        let connection = self.database().read();
        channel_for(connection, actor, channel_id).await?;
        let contact = contact_of(connection, identity).await?;
        standing_of(connection, actor, channel_id, contact).await
    }

    /// Begins a conversation with a template message. The contact and the conversation are made when they are not there
    /// yet (L-030).
    pub async fn start_conversation(
        &self,
        actor: &Actor,
        start: StartConversation,
    ) -> Result<Started, DeskError> {
        actor.require_server()?;
        let name = start.name.as_deref().map(str::trim);
        let name = name.filter(|name| !name.is_empty());
        let start = StartConversation {
            name: name.map(|name| input::name("name", name)).transpose()?,
            ..start
        };
        let actor = actor.clone();
        self.database()
            .write(move |unit| Box::pin(async move { start_in(unit, &actor, start).await }))
            .await
    }
}

async fn channel_for<C: ConnectionTrait>(
    connection: &C,
    actor: &Actor,
    id: ChannelId,
) -> Result<channel::Model, DeskError> {
    let row = channel::Entity::find_by_id(id)
        .one(connection)
        .await?
        .ok_or(DeskError::NotFound("channel"))?;
    if !may_start_on(actor, row.department_id) {
        return Err(DeskError::Forbidden);
    }
    Ok(row)
}

async fn contact_of<C: ConnectionTrait>(
    connection: &C,
    identity: &CustomerIdentity,
) -> Result<Option<ContactId>, DeskError> {
    let Some(number) = identity
        .addresses()
        .into_iter()
        .find(|address| address.kind == AddressKind::WaId)
    else {
        return Err(DeskError::invalid("phone", "this is not a phone number"));
    };
    let found = contact_address::Entity::find()
        .filter(contact_address::Column::Kind.eq(AddressKind::WaId))
        .filter(contact_address::Column::MatchKey.eq(number.match_key))
        .one(connection)
        .await?;
    Ok(found.map(|row| row.contact_id))
}

async fn standing_of<C: ConnectionTrait>(
    connection: &C,
    actor: &Actor,
    channel_id: ChannelId,
    contact: Option<ContactId>,
) -> Result<Standing, DeskError> {
    let Some(contact) = contact else {
        return Ok(Standing::default());
    };
    let conversations = conversation::Entity::find()
        .filter(conversation::Column::ContactId.eq(contact))
        .order_by_asc(conversation::Column::Id)
        .all(connection)
        .await?;
    let here = conversations
        .iter()
        .find(|row| row.channel_id == channel_id);
    let serving = here
        .into_iter()
        .chain(&conversations)
        .find_map(|row| row.ticket_id);
    let protocol = match serving {
        Some(ticket) => ticket::Entity::find_by_id(ticket)
            .one(connection)
            .await?
            .map(|row| row.protocol),
        None => None,
    };
    Ok(Standing {
        known: true,
        protocol,
        conversation: here
            .filter(|row| is_visible(actor, row))
            .map(|row| ConversationView::for_actor(actor, row)),
    })
}

async fn start_in(
    unit: &UnitOfWork,
    actor: &Actor,
    start: StartConversation,
) -> Result<Started, DeskError> {
    let channel = channel_for(unit.connection(), actor, start.channel_id).await?;
    if let Some(sent) = repeated_in(unit, actor, start.client_key).await? {
        return Ok(sent);
    }
    let contact = contact_of(unit.connection(), &start.identity).await?;
    let standing = standing_of(unit.connection(), actor, channel.id, contact).await?;
    if !standing.admits(start.recontact) {
        return Ok(Started::Refused(Box::new(standing)));
    }
    let composition = Composition {
        actor,
        template: start.template_id,
        values: &start.values,
        channel: channel.id,
    };
    let composed = composition.compose_in(unit).await?;
    let contact = contact_in(unit, &start, contact).await?;
    let mut held = hold_in(unit, actor, &channel, contact).await?;
    let message = SendMessage {
        conversation_id: held.now.id,
        client_key: start.client_key,
        content: composed.content.clone(),
        reply_to: None,
        internal: false,
    };
    let posting = if start.open_ticket {
        Posting::Answer
    } else {
        Posting::Aside
    };
    let author = Author::of(actor);
    let row = post_in(unit, &mut held, author, &message, None, posting)
        .await?
        .ok_or(DeskError::Conflict("this key belongs to another message"))?;
    stop_waiting_in(unit, &mut held, &row).await?;
    composed.attach_in(unit, row.id, channel.id).await?;
    let conversation = held.save_in(unit).await?;
    let view = view_in(unit.connection(), row).await?;
    let conversation = ConversationView::for_actor(actor, &conversation);
    Ok(Started::Sent(Box::new((view, conversation))))
}

/// What an earlier call with the same key has begun.
async fn repeated_in(
    unit: &UnitOfWork,
    actor: &Actor,
    client_key: Uuid,
) -> Result<Option<Started>, DeskError> {
    let Some(row) = known_in(unit, actor, None, client_key).await? else {
        return Ok(None);
    };
    let conversation = conversation::Entity::find_by_id(row.conversation_id)
        .one(unit.connection())
        .await?
        .ok_or(DeskError::NotFound("conversation"))?;
    let view = view_in(unit.connection(), row).await?;
    let conversation = ConversationView::for_actor(actor, &conversation);
    Ok(Some(Started::Sent(Box::new((view, conversation)))))
}

/// The contact, made with the name that was given if the number is new.
async fn contact_in(
    unit: &UnitOfWork,
    start: &StartConversation,
    known: Option<ContactId>,
) -> Result<ContactId, DeskError> {
    if let Some(known) = known {
        return Ok(known);
    }
    let mut contacts = Contacts::prefetch_in(unit, std::iter::once(&start.identity)).await?;
    let made = contacts
        .resolve_in(unit, &start.identity, unit.now())
        .await?
        .id;
    if let Some(name) = &start.name {
        contact::Entity::update_many()
            .set(contact::ActiveModel {
                edited_name: Set(Some(name.clone())),
                ..Default::default()
            })
            .filter(contact::Column::Id.eq(made))
            .exec(unit.connection())
            .await?;
    }
    Ok(made)
}

/// The conversation on the number, locked or made: a new one may be seen by the number's department.
async fn hold_in(
    unit: &UnitOfWork,
    actor: &Actor,
    channel: &channel::Model,
    contact_id: ContactId,
) -> Result<Held, DeskError> {
    let known = conversation::Entity::find()
        .filter(conversation::Column::ContactId.eq(contact_id))
        .filter(conversation::Column::ChannelId.eq(channel.id))
        .lock_exclusive()
        .one(unit.connection())
        .await?;
    if let Some(row) = known {
        if !is_visible(actor, &row) {
            return Err(DeskError::Forbidden);
        }
        return Ok(Held::of(row));
    }
    let row = conversation::Model {
        id: unit.id(),
        contact_id,
        channel_id: channel.id,
        ticket_id: None,
        agent_id: None,
        department_id: None,
        visible_department_id: channel.department_id,
        window_expires_at: None,
        last_customer_message_at: None,
        last_activity_at: unit.now(),
        last_message_id: None,
        unread_count: 0,
        held_count: 0,
        undelivered_count: 0,
        echo_since: None,
        first_unread_message_id: None,
        waiting_since: None,
        version: 1,
        created_at: unit.now(),
    };
    let active: conversation::ActiveModel = row.clone().into();
    let inserted = conversation::Entity::insert(active)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(unit.connection())
        .await?;
    if inserted == 0 {
        // The customer wrote at this very moment: begin anew and find their conversation.
        return Err(StorageError::Busy.into());
    }
    Ok(Held::made(row))
}
