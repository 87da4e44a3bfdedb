//! Taking what may be sent now.

use std::collections::{HashMap, HashSet};

use entity::contact_address::AddressKind;
use entity::delivery::{self, DeliveryState};
use entity::outbox::{self, OutboxState};
use entity::{ContactId, ConversationId, MessageId, contact_address, conversation, message};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::heads::heads;
use super::queue::{StoredTask, task_of};
use super::rows::in_state;
use super::settle::fail_in;
use super::{Outbound, OutboundTask, Recipient};
use crate::Desk;
use crate::conversation::window;
use crate::error::DeskError;
use crate::message::load::views_in;
use crate::message::{FailureRecord, MessageView};
use crate::storage::{StorageError, UnitOfWork};

/// How long an attempt may take before its fate counts as unknown, in milliseconds.
pub(super) const LEASE: i64 = 60_000;

impl Desk {
    /// Claims what may be sent now for `owner`, oldest first, at most `limit`: heads of conversations
    /// only, on channels that are not paused. Messages whose window has closed meanwhile fail here.
    pub async fn claim_outbound(
        &self,
        owner: &str,
        limit: u64,
    ) -> Result<Vec<Outbound>, DeskError> {
        let owner = owner.to_owned();
        self.database()
            .write(move |unit| Box::pin(async move { claim_in(unit, &owner, limit).await }))
            .await
    }
}

async fn claim_in(unit: &UnitOfWork, owner: &str, limit: u64) -> Result<Vec<Outbound>, DeskError> {
    let due = undecided_in(unit, heads(unit.now(), limit).all(unit.connection()).await?).await?;
    let due = not_beside_another_in(unit, due).await?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let facts = Facts::load_in(unit, &due).await?;
    let mut claimed = Vec::new();
    for entry in due {
        match facts.judge(unit, &entry) {
            Verdict::Send(task) => claimed.push((entry, task)),
            Verdict::Late => drop_in(unit, &entry).await?,
            Verdict::WindowClosed => {
                fail_in(unit, entry.id, FailureRecord::window_closed()).await?;
            }
        }
    }
    mark_in(unit, owner, &claimed).await?;
    facts.outbound_in(unit, claimed).await
}

/// Leaves those whose delivery somebody holds at this moment: a person who gives the message up, or Meta's
/// status. They lock the delivery before the entry, and waiting for them here would be a circle.
async fn undecided_in(
    unit: &UnitOfWork,
    due: Vec<outbox::Model>,
) -> Result<Vec<outbox::Model>, StorageError> {
    let messages: Vec<_> = due.iter().filter_map(|entry| entry.message_id).collect();
    if messages.is_empty() {
        return Ok(due);
    }
    let free: HashSet<MessageId> = delivery::Entity::find()
        .select_only()
        .column(delivery::Column::MessageId)
        .filter(delivery::Column::MessageId.is_in(messages))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_tuple()
        .all(unit.connection())
        .await?
        .into_iter()
        .collect();
    Ok(due
        .into_iter()
        .filter(|entry| entry.message_id.is_none_or(|id| free.contains(&id)))
        .collect())
}

/// Leaves reactions on a message while another one on it is under way, which might arrive later.
async fn not_beside_another_in(
    unit: &UnitOfWork,
    due: Vec<outbox::Model>,
) -> Result<Vec<outbox::Model>, StorageError> {
    let conversations: Vec<_> = due
        .iter()
        .filter(|entry| reacted_to(entry).is_some())
        .map(|entry| entry.conversation_id)
        .collect();
    if conversations.is_empty() {
        return Ok(due);
    }
    let under_way: HashSet<MessageId> = outbox::Entity::find()
        .filter(in_state(OutboxState::Claimed))
        .filter(outbox::Column::ConversationId.is_in(conversations))
        .all(unit.connection())
        .await?
        .iter()
        .filter_map(reacted_to)
        .collect();
    Ok(due
        .into_iter()
        .filter(|entry| reacted_to(entry).is_none_or(|id| !under_way.contains(&id)))
        .collect())
}

fn reacted_to(entry: &outbox::Model) -> Option<MessageId> {
    match task_of(entry) {
        Some(OutboundTask::React { message_id, .. }) => Some(message_id),
        _ => None,
    }
}

/// What decides about the entries that are due.
struct Facts {
    conversations: HashMap<ConversationId, conversation::Model>,
    recipients: HashMap<ContactId, Recipient>,
    /// Messages that may leave though the window is closed.
    templates: HashSet<MessageId>,
}

enum Verdict {
    Send(OutboundTask),
    Late,
    WindowClosed,
}

impl Facts {
    async fn load_in(unit: &UnitOfWork, due: &[outbox::Model]) -> Result<Self, StorageError> {
        let conversations: HashMap<_, _> = conversation::Entity::find()
            .filter(conversation::Column::Id.is_in(due.iter().map(|entry| entry.conversation_id)))
            .all(unit.connection())
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let contacts: HashSet<_> = conversations.values().map(|row| row.contact_id).collect();
        // The one that was seen last is written last, and stays.
        let addresses = contact_address::Entity::find()
            .filter(contact_address::Column::ContactId.is_in(contacts))
            .order_by_asc(contact_address::Column::LastSeenAt)
            .order_by_asc(contact_address::Column::Id)
            .all(unit.connection())
            .await?;
        let mut recipients: HashMap<ContactId, Recipient> = HashMap::new();
        for address in addresses {
            let recipient = recipients.entry(address.contact_id).or_default();
            match address.kind {
                AddressKind::WaId => recipient.wa_id = Some(address.value),
                AddressKind::Bsuid => recipient.bsuid = Some(address.value),
                AddressKind::ParentBsuid | AddressKind::Username => {}
            }
        }
        let templates = templates_in(unit, due).await?;
        Ok(Self {
            conversations,
            recipients,
            templates,
        })
    }

    fn judge(&self, unit: &UnitOfWork, entry: &outbox::Model) -> Verdict {
        let Ok(stored) = serde_json::from_value::<StoredTask>(entry.task.clone()) else {
            return Verdict::Late;
        };
        if stored.expires_at.is_some_and(|end| end <= unit.now()) {
            return Verdict::Late;
        }
        let window = self
            .conversations
            .get(&entry.conversation_id)
            .and_then(|conversation| conversation.window_expires_at);
        let needs_window = match (&stored.task, entry.message_id) {
            (OutboundTask::Message, Some(id)) => !self.templates.contains(&id),
            (OutboundTask::React { .. }, _) => true,
            _ => false,
        };
        // Hours may lie between queueing and sending (F6).
        if needs_window && !window::is_open(window, unit.now(), 0) {
            Verdict::WindowClosed
        } else {
            Verdict::Send(stored.task)
        }
    }

    async fn outbound_in(
        mut self,
        unit: &UnitOfWork,
        claimed: Vec<(outbox::Model, OutboundTask)>,
    ) -> Result<Vec<Outbound>, DeskError> {
        let mut messages = messages_in(unit, &claimed).await?;
        let wamids = quoted_wamids_in(unit, messages.values()).await?;
        Ok(claimed
            .into_iter()
            .map(|(entry, task)| {
                let message = entry.message_id.and_then(|id| messages.remove(&id));
                let reply_to_wamid = message
                    .as_ref()
                    .and_then(|message| message.reply_to.as_ref())
                    .and_then(|quoted| {
                        let known = quoted.message_id.and_then(|id| wamids.get(&id).cloned());
                        known.or_else(|| quoted.wamid.clone())
                    });
                let contact = self
                    .conversations
                    .get(&entry.conversation_id)
                    .map(|conversation| conversation.contact_id);
                Outbound {
                    id: entry.id,
                    task,
                    channel_id: entry.channel_id,
                    conversation_id: entry.conversation_id,
                    message,
                    to: contact
                        .and_then(|contact| self.recipients.get_mut(&contact).cloned())
                        .unwrap_or_default(),
                    reply_to_wamid,
                    attempts: entry.attempts,
                }
            })
            .collect())
    }
}

/// The template messages among what is due (L-086).
async fn templates_in(
    unit: &UnitOfWork,
    due: &[outbox::Model],
) -> Result<HashSet<MessageId>, StorageError> {
    let ids: Vec<_> = due.iter().filter_map(|entry| entry.message_id).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<MessageId> = message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(message::Column::Id.is_in(ids))
        .filter(message::Column::Kind.eq("template"))
        .into_tuple()
        .all(unit.connection())
        .await?;
    Ok(found.into_iter().collect())
}

async fn messages_in(
    unit: &UnitOfWork,
    claimed: &[(outbox::Model, OutboundTask)],
) -> Result<HashMap<MessageId, MessageView>, StorageError> {
    let ids: Vec<_> = claimed
        .iter()
        .filter_map(|(entry, _)| entry.message_id)
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = message::Entity::find()
        .filter(message::Column::Id.is_in(ids))
        .all(unit.connection())
        .await?;
    let views = views_in(unit.connection(), rows).await?;
    Ok(views.into_iter().map(|view| (view.id, view)).collect())
}

/// A message may answer one that had no wamid when it was written, and has one now.
async fn quoted_wamids_in<'a>(
    unit: &UnitOfWork,
    messages: impl Iterator<Item = &'a MessageView>,
) -> Result<HashMap<MessageId, String>, StorageError> {
    let ids: Vec<_> = messages
        .filter_map(|message| message.reply_to.as_ref()?.message_id)
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = message::Entity::find()
        .filter(message::Column::Id.is_in(ids))
        .all(unit.connection())
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.id, row.wamid?)))
        .collect())
}

async fn mark_in(
    unit: &UnitOfWork,
    owner: &str,
    claimed: &[(outbox::Model, OutboundTask)],
) -> Result<(), StorageError> {
    if claimed.is_empty() {
        return Ok(());
    }
    outbox::Entity::update_many()
        .set(outbox::ActiveModel {
            state: Set(OutboxState::Claimed),
            owner: Set(Some(owner.to_owned())),
            lease_until: Set(Some(unit.now().plus(LEASE))),
            claimed_at: Set(Some(unit.now())),
            ..Default::default()
        })
        .col_expr(
            outbox::Column::Attempts,
            Expr::col(outbox::Column::Attempts).add(1),
        )
        .filter(outbox::Column::Id.is_in(claimed.iter().map(|(entry, _)| entry.id)))
        .exec(unit.connection())
        .await?;
    let messages: Vec<_> = claimed
        .iter()
        .filter_map(|(entry, _)| entry.message_id)
        .collect();
    if messages.is_empty() {
        return Ok(());
    }
    // Without an event: it lasts a moment and looks like waiting; what comes of it is told.
    delivery::Entity::update_many()
        .set(delivery::ActiveModel {
            state: Set(DeliveryState::Sending),
            next_attempt_at: Set(None),
            ..Default::default()
        })
        .col_expr(
            delivery::Column::Attempts,
            Expr::col(delivery::Column::Attempts).add(1),
        )
        .col_expr(
            delivery::Column::Version,
            Expr::col(delivery::Column::Version).add(1),
        )
        .filter(delivery::Column::MessageId.is_in(messages))
        .exec(unit.connection())
        .await?;
    Ok(())
}

async fn drop_in(unit: &UnitOfWork, entry: &outbox::Model) -> Result<(), StorageError> {
    outbox::Entity::delete_by_id(entry.id)
        .exec(unit.connection())
        .await?;
    Ok(())
}
