//! A batch of items, looked up together and applied in order.

use std::collections::HashMap;

use entity::{
    ChannelId, ContactId, ConversationId, DepartmentId, UnixMillis, channel, conversation,
};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{call, customer_message, echo, effect, history, identity_changed, status};
use crate::contact::{Contacts, CustomerIdentity};
use crate::conversation::Held;
use crate::error::DeskError;
use crate::journal::{ConversationChange, View};
use crate::reaction::apply_report_in;
use crate::storage::{StorageError, UnitOfWork};
use crate::ticket::change::tell;
use crate::webhook::{Inbound, StatusReport};

/// How many items are looked up together: bounds the values that one statement binds.
const TOGETHER: usize = 1_000;

/// What the items of a batch share.
pub(super) struct Batch<'unit> {
    pub unit: &'unit UnitOfWork,
    contacts: Contacts,
    conversations: HashMap<ConversationId, Held>,
    by_contact: HashMap<(ContactId, ChannelId), ConversationId>,
    departments: HashMap<ChannelId, Option<DepartmentId>>,
    /// Messages of this batch, for whose sake effects may have been parked.
    arrived: Vec<(ChannelId, String)>,
}

/// Applies `items`. Statuses come last: their order among the rest does not matter to the outcome
/// (they wait for their message if they must), and together they cost few statements.
pub(super) async fn apply_in<'a>(
    unit: &UnitOfWork,
    items: impl Iterator<Item = &'a Inbound>,
) -> Result<(), DeskError> {
    let (mut statuses, mut templates, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for item in items {
        match item {
            Inbound::Status(report) => statuses.push(report),
            // Kept when the batch is finished; changes nothing.
            Inbound::Notice(_) => {}
            Inbound::Template(change) => templates.push(change),
            other => others.push(other),
        }
    }
    for chunk in others.chunks(TOGETHER) {
        let mut batch = Batch::prefetch_in(unit, chunk).await?;
        for item in chunk {
            batch.apply(item).await?;
        }
        batch.save().await?;
    }
    for change in templates {
        crate::template::apply_in(unit, change).await?;
    }
    for chunk in statuses.chunks(TOGETHER) {
        let chunk: &[&StatusReport] = chunk;
        status::apply_in(unit, chunk).await?;
    }
    Ok(())
}

impl<'unit> Batch<'unit> {
    async fn prefetch_in(unit: &'unit UnitOfWork, items: &[&Inbound]) -> Result<Self, DeskError> {
        let identities = items.iter().flat_map(|item| identities(item));
        let mut batch = Self {
            unit,
            contacts: Contacts::prefetch_in(unit, identities).await?,
            conversations: HashMap::new(),
            by_contact: HashMap::new(),
            departments: HashMap::new(),
            arrived: Vec::new(),
        };
        batch.lock_conversations(items).await?;
        Ok(batch)
    }

    /// In the order of their ids, so that two batches never wait for one another in a circle.
    async fn lock_conversations(&mut self, items: &[&Inbound]) -> Result<(), StorageError> {
        let contacts: Vec<_> = self.contacts.ids().collect();
        if contacts.is_empty() {
            return Ok(());
        }
        let mut channels: Vec<_> = items.iter().filter_map(|item| channel_of(item)).collect();
        channels.sort_unstable();
        channels.dedup();
        let rows = conversation::Entity::find()
            .filter(conversation::Column::ContactId.is_in(contacts))
            .filter(conversation::Column::ChannelId.is_in(channels))
            .order_by_asc(conversation::Column::Id)
            .lock_exclusive()
            .all(self.unit.connection())
            .await?;
        for row in rows {
            self.hold(Held::of(row));
        }
        Ok(())
    }

    async fn apply(&mut self, item: &Inbound) -> Result<(), DeskError> {
        match item {
            Inbound::Message(message) => customer_message::apply(self, message).await,
            Inbound::Echo(message) => echo::apply(self, message).await,
            Inbound::History(message) => history::apply(self, message).await,
            Inbound::Call(call) => call::apply(self, call).await,
            Inbound::IdentityChanged(change) => identity_changed::apply(self, change).await,
            Inbound::Reaction(_) | Inbound::Edit(_) | Inbound::Revoke(_) => {
                effect::apply(self, item).await
            }
            Inbound::ReactionStatus(report) => apply_report_in(self.unit, report).await,
            Inbound::Status(_) | Inbound::Template(_) | Inbound::Notice(_) => Ok(()),
        }
    }

    async fn save(mut self) -> Result<(), DeskError> {
        effect::apply_pending(&mut self).await?;
        for held in std::mem::take(&mut self.conversations).into_values() {
            held.save_in(self.unit).await?;
        }
        Ok(())
    }

    fn hold(&mut self, held: Held) -> ConversationId {
        let row = &held.now;
        let id = row.id;
        self.by_contact.insert((row.contact_id, row.channel_id), id);
        self.conversations.insert(id, held);
        id
    }

    /// The customer's conversation on the channel, made if it is their first.
    pub async fn conversation_with(
        &mut self,
        identity: &CustomerIdentity,
        channel_id: ChannelId,
        at: UnixMillis,
    ) -> Result<ConversationId, DeskError> {
        let resolved = self.contacts.resolve_in(self.unit, identity, at).await?;
        let known = self.by_contact.get(&(resolved.id, channel_id)).copied();
        let id = match known {
            Some(id) => id,
            None => self.make_conversation(resolved.id, channel_id, at).await?,
        };
        if resolved.changed
            && known.is_some()
            && let Some(held) = self.conversations.get_mut(&id)
        {
            tell(held, ConversationChange::Contact, None);
        }
        Ok(id)
    }

    async fn make_conversation(
        &mut self,
        contact_id: ContactId,
        channel_id: ChannelId,
        at: UnixMillis,
    ) -> Result<ConversationId, DeskError> {
        let row = conversation::Model {
            id: self.unit.id(),
            contact_id,
            channel_id,
            ticket_id: None,
            agent_id: None,
            department_id: None,
            visible_department_id: None,
            window_expires_at: None,
            last_customer_message_at: None,
            last_activity_at: at,
            last_message_id: None,
            unread_count: 0,
            first_unread_message_id: None,
            waiting_since: None,
            held_count: 0,
            undelivered_count: 0,
            echo_since: None,
            version: 1,
            created_at: self.unit.now(),
        };
        let active: conversation::ActiveModel = row.clone().into();
        let inserted = conversation::Entity::insert(active)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(self.unit.connection())
            .await?;
        if inserted == 0 {
            // Another node made it at this very moment: begin anew and find it.
            return Err(StorageError::Busy.into());
        }
        Ok(self.hold(Held::made(row)))
    }

    /// A conversation that this batch holds.
    pub fn held(&mut self, id: ConversationId) -> Result<&mut Held, DeskError> {
        self.conversations
            .get_mut(&id)
            .ok_or_else(|| DeskError::Internal(format!("conversation {id} is not held")))
    }

    /// How a conversation stands, if this batch holds it.
    pub fn view_of(&self, id: ConversationId) -> Option<View> {
        self.conversations.get(&id).map(|held| View::of(&held.now))
    }

    /// The customers of this batch.
    pub const fn contacts(&mut self) -> &mut Contacts {
        &mut self.contacts
    }

    /// Effects that were parked for this message are applied at the end.
    pub fn arrived(&mut self, channel: ChannelId, wamid: &str) {
        self.arrived.push((channel, wamid.to_owned()));
    }

    /// The messages that arrived since the last call.
    pub fn take_arrived(&mut self) -> Vec<(ChannelId, String)> {
        std::mem::take(&mut self.arrived)
    }

    /// The department that receives the channel's tickets (O-17).
    pub async fn department_of(
        &mut self,
        channel: ChannelId,
    ) -> Result<Option<DepartmentId>, DeskError> {
        if let Some(known) = self.departments.get(&channel) {
            return Ok(*known);
        }
        let row = channel::Entity::find_by_id(channel)
            .one(self.unit.connection())
            .await?
            .ok_or(DeskError::NotFound("channel"))?;
        self.departments.insert(channel, row.department_id);
        Ok(row.department_id)
    }
}

fn identities(item: &Inbound) -> Vec<&CustomerIdentity> {
    match item {
        Inbound::Message(message) | Inbound::Echo(message) => vec![&message.identity],
        Inbound::History(history) => vec![&history.message.identity],
        Inbound::Call(call) => vec![&call.identity],
        Inbound::IdentityChanged(change) => vec![&change.old, &change.new],
        Inbound::Status(_)
        | Inbound::ReactionStatus(_)
        | Inbound::Reaction(_)
        | Inbound::Edit(_)
        | Inbound::Revoke(_)
        | Inbound::Template(_)
        | Inbound::Notice(_) => Vec::new(),
    }
}

const fn channel_of(item: &Inbound) -> Option<ChannelId> {
    match item {
        Inbound::Message(message) | Inbound::Echo(message) => Some(message.channel_id),
        Inbound::History(history) => Some(history.message.channel_id),
        Inbound::Call(call) => Some(call.channel_id),
        Inbound::IdentityChanged(change) => Some(change.channel_id),
        Inbound::Status(_)
        | Inbound::ReactionStatus(_)
        | Inbound::Reaction(_)
        | Inbound::Edit(_)
        | Inbound::Revoke(_)
        | Inbound::Template(_)
        | Inbound::Notice(_) => None,
    }
}
