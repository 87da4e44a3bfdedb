//! From a waiting push to what it says, as things stand now.
//!
//! Between the event and this moment minutes may have passed: the conversation may have been read or handed on, the
//! message edited or taken back, the person may have switched notifications off. So the rule is asked again, and
//! the words are taken from the tables. A fixed number of statements, whatever the number of pushes.

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::{
    ContactId, ConversationId, MessageId, PersonId, PushDeliveryId, PushSubscriptionId,
    conversation, message, push_delivery, push_subscription,
};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};

use super::badge::badges;
use super::claim::PushJob;
use super::notice::{Notice, Preview};
use super::occurrence::{Occurrence, situation, worth_telling};
use super::people::People;
use super::rule::decide;
use super::waiting::Waiting;
use crate::contact::ContactView;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::journal::Position;
use crate::person::Locale;

/// What became of the claimed pushes.
pub(super) struct Rendered {
    pub jobs: Vec<PushJob>,
    /// What need not be sent any more.
    pub obsolete: Vec<PushDeliveryId>,
}

/// Renders what is still worth sending.
pub(super) async fn render(
    desk: &Desk,
    claimed: Vec<push_delivery::Model>,
) -> Result<Rendered, DeskError> {
    let facts = Facts::load(desk, &claimed).await?;
    let newest = newest_of_each(&claimed);
    let mut rendered = Rendered {
        jobs: Vec::with_capacity(claimed.len()),
        obsolete: Vec::new(),
    };
    for row in claimed {
        let id = row.id;
        let job = if newest.contains(&id) {
            facts.job(&row)
        } else {
            None
        };
        match job {
            Some(job) => rendered.jobs.push(job),
            None => rendered.obsolete.push(id),
        }
    }
    Ok(rendered)
}

/// Of several pushes to one device about one conversation, the one to send.
fn newest_of_each(claimed: &[push_delivery::Model]) -> HashSet<PushDeliveryId> {
    let mut ids = HashMap::new();
    let occurrences = claimed.iter().filter_map(|row| {
        let waiting = Waiting::of(row);
        let conversation_id = row.conversation_id?;
        let occurrence = Occurrence {
            position: Position(row.journal_seq),
            occasion: waiting.occasion,
            conversation_id,
            message_id: row.message_id,
            doer: waiting.doer,
        };
        ids.insert((row.subscription_id, occurrence.position), row.id);
        Some(((row.subscription_id, conversation_id), occurrence))
    });
    worth_telling(occurrences.collect::<Vec<_>>())
        .into_iter()
        .filter_map(|((subscription, _), occurrence)| {
            ids.get(&(subscription, occurrence.position)).copied()
        })
        .collect()
}

/// What the tables say now.
struct Facts {
    subscriptions: HashMap<PushSubscriptionId, push_subscription::Model>,
    people: People,
    conversations: HashMap<ConversationId, conversation::Model>,
    contacts: HashMap<ContactId, ContactView>,
    messages: HashMap<MessageId, message::Model>,
    badges: HashMap<PersonId, u32>,
}

impl Facts {
    async fn load(desk: &Desk, claimed: &[push_delivery::Model]) -> Result<Self, DeskError> {
        let read = desk.database().read();
        let subscriptions = push_subscription::Entity::find()
            .filter(
                push_subscription::Column::Id.is_in(claimed.iter().map(|row| row.subscription_id)),
            )
            .all(read)
            .await?;
        let owners: BTreeSet<_> = subscriptions.iter().map(|row| row.person_id).collect();
        let people = People::load(read, &owners, &BTreeSet::new()).await?;
        let conversations = conversation::Entity::find()
            .filter(
                conversation::Column::Id
                    .is_in(claimed.iter().filter_map(|row| row.conversation_id)),
            )
            .all(read)
            .await?;
        let contacts: Vec<_> = conversations.iter().map(|row| row.contact_id).collect();
        Ok(Self {
            contacts: desk.contacts_by_ids(&contacts).await?,
            messages: messages(read, claimed, &conversations).await?,
            badges: badges(read, &people).await?,
            people,
            subscriptions: subscriptions.into_iter().map(|row| (row.id, row)).collect(),
            conversations: conversations.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    /// None: nobody is to be told any more.
    fn job(&self, row: &push_delivery::Model) -> Option<PushJob> {
        let subscription = self.subscriptions.get(&row.subscription_id)?;
        let conversation = self.conversations.get(&row.conversation_id?)?;
        let candidate = self.people.candidate(subscription.person_id)?;
        let waiting = Waiting::of(row);
        let author = row
            .message_id
            .and_then(|id| self.messages.get(&id)?.author_id);
        let situation = situation(waiting.occasion, waiting.doer, author, conversation);
        if !decide(&situation, &candidate).tells() {
            return None;
        }
        let contact = self.contacts.get(&conversation.contact_id);
        let message_id = row.message_id.or(conversation.last_message_id);
        let message = message_id.and_then(|id| self.messages.get(&id));
        Some(PushJob {
            id: row.id,
            target: subscription.clone().into(),
            notice: Notice {
                occasion: waiting.occasion,
                contact_name: contact.map(|contact| contact.name.clone()),
                preview: message.map_or(Preview::None, Preview::of),
                conversation_id: conversation.id,
                message_id,
                count: u32::try_from(conversation.unread_count).unwrap_or(0),
                badge: self
                    .badges
                    .get(&subscription.person_id)
                    .copied()
                    .unwrap_or(0),
                locale: Locale::parse(&subscription.locale),
                position: Position(row.journal_seq),
            },
            minimal: row.minimal,
            attempts: u32::try_from(row.attempts).unwrap_or(0),
        })
    }
}

async fn messages(
    read: &DatabaseConnection,
    claimed: &[push_delivery::Model],
    conversations: &[conversation::Model],
) -> Result<HashMap<MessageId, message::Model>, DeskError> {
    let told = claimed.iter().filter_map(|row| row.message_id);
    let newest = conversations.iter().filter_map(|row| row.last_message_id);
    let rows = message::Entity::find()
        .filter(message::Column::Id.is_in(told.chain(newest)))
        .all(read)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
