//! What a request loads by id, each thing once.

use std::collections::HashMap;
use std::sync::Arc;

use desk::Desk;
use desk::access::Actor;
use desk::channel::ChannelView;
use desk::contact::ContactView;
use desk::custom_field::ContactValueView;
use desk::department::DepartmentView;
use desk::held_reply::HeldReplyView;
use desk::media::MediaFileView;
use desk::message::{MessageView, RevisionView};
use desk::person::PersonView;
use desk::ticket::TicketView;
use entity::{ChannelId, ContactId, ConversationId, DepartmentId, MessageId, PersonId, TicketId};

use crate::batching::Loader;

/// The loaders of one request. What depends on who may see it is loaded as the caller.
pub(crate) struct Loaders {
    pub channels: Loader<ChannelId, ChannelView>,
    pub contact_values: Loader<ContactId, Vec<ContactValueView>>,
    pub contacts: Loader<ContactId, ContactView>,
    pub departments: Loader<DepartmentId, DepartmentView>,
    pub held_replies: Loader<ConversationId, Vec<HeldReplyView>>,
    pub media: Loader<MessageId, MediaFileView>,
    pub members: Loader<DepartmentId, Vec<PersonId>>,
    pub messages: Loader<MessageId, Arc<MessageView>>,
    pub people: Loader<PersonId, PersonView>,
    pub revisions: Loader<MessageId, Vec<RevisionView>>,
    pub tickets: Loader<TicketId, TicketView>,
}

/// A loader by a function of the desk that takes ids.
macro_rules! by_ids {
    ($desk:expr, $method:ident) => {{
        let desk = $desk.clone();
        Loader::new(move |ids| {
            let desk = desk.clone();
            async move { desk.$method(&ids).await }
        })
    }};
}

/// The same for a function that asks who wants to know.
macro_rules! by_ids_for {
    ($desk:expr, $actor:expr, $method:ident) => {{
        let (desk, actor) = ($desk.clone(), $actor.clone());
        Loader::new(move |ids| {
            let (desk, actor) = (desk.clone(), actor.clone());
            async move { desk.$method(&actor, &ids).await }
        })
    }};
}

impl Loaders {
    pub fn new(desk: &Desk, actor: &Actor) -> Self {
        Self {
            channels: by_ids!(desk, channels_by_ids),
            contact_values: by_ids!(desk, contact_values_of),
            contacts: by_ids!(desk, contacts_by_ids),
            departments: by_ids!(desk, departments_by_ids),
            held_replies: by_ids_for!(desk, actor, held_replies_of),
            media: by_ids!(desk, media_by_message_ids),
            members: by_ids!(desk, members_of),
            messages: messages(desk, actor),
            people: by_ids!(desk, people_by_ids),
            revisions: by_ids_for!(desk, actor, revisions_of),
            tickets: by_ids!(desk, tickets_by_ids),
        }
    }
}

fn messages(desk: &Desk, actor: &Actor) -> Loader<MessageId, Arc<MessageView>> {
    let (desk, actor) = (desk.clone(), actor.clone());
    Loader::new(move |ids| {
        let (desk, actor) = (desk.clone(), actor.clone());
        async move {
            let found = desk.messages_by_ids(&actor, &ids).await?;
            Ok(found
                .into_iter()
                .map(|(id, view)| (id, Arc::new(view)))
                .collect::<HashMap<_, _>>())
        }
    })
}
