//! What is known in one conversation.

use std::collections::HashMap;

use entity::contact_address::AddressKind;
use entity::{ConversationId, conversation};
use sea_orm::EntityTrait;

use super::{FieldKeys, Placeholder, Problem, fill};
use crate::Desk;
use crate::access::Actor;
use crate::contact::ContactView;
use crate::error::DeskError;
use crate::inbox::lists::is_visible;

/// What is known in one conversation, for one writer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    contact_name: Option<String>,
    contact_phone: Option<String>,
    agent_name: Option<String>,
    department_name: Option<String>,
    channel_name: Option<String>,
    ticket_protocol: Option<String>,
    /// Texts by the keys of their fields.
    contact_fields: HashMap<String, String>,
    fields: FieldKeys,
}

impl Values {
    /// What stands for a placeholder; none when nothing is known.
    pub fn of(&self, placeholder: Placeholder<'_>) -> Option<String> {
        match placeholder {
            Placeholder::ContactName => self.contact_name.clone(),
            Placeholder::ContactFirstName => first_word(self.contact_name.as_deref()),
            Placeholder::ContactPhone => self.contact_phone.clone(),
            Placeholder::AgentName => self.agent_name.clone(),
            Placeholder::AgentFirstName => first_word(self.agent_name.as_deref()),
            Placeholder::DepartmentName => self.department_name.clone(),
            Placeholder::ChannelName => self.channel_name.clone(),
            Placeholder::TicketProtocol => self.ticket_protocol.clone(),
            Placeholder::ContactField(key) => self.contact_fields.get(key).cloned(),
        }
    }

    /// The text with everything filled in.
    pub fn fill(&self, text: &str) -> Result<String, Problem> {
        fill(text, &self.fields, |placeholder| self.of(placeholder))
    }
}

impl Desk {
    /// What is known in a conversation that `actor` may see. The agent is the actor, when it is a person.
    pub async fn placeholder_values(
        &self,
        actor: &Actor,
        conversation: ConversationId,
    ) -> Result<Values, DeskError> {
        actor.require_reader()?;
        let row = conversation::Entity::find_by_id(conversation)
            .one(self.database().read())
            .await?
            .filter(|row| is_visible(actor, row))
            .ok_or(DeskError::NotFound("conversation"))?;
        let (contact, channel) = ([row.contact_id], [row.channel_id]);
        let departments: Vec<_> = row.department_id.into_iter().collect();
        let people: Vec<_> = actor.person_id().into_iter().collect();
        let tickets: Vec<_> = row.ticket_id.into_iter().collect();
        let (mut contacts, mut channels, departments, people, tickets, fields, mut known) = tokio::try_join!(
            self.contacts_by_ids(&contact),
            self.channels_by_ids(&channel),
            self.departments_by_ids(&departments),
            self.people_by_ids(&people),
            self.tickets_by_ids(&tickets),
            self.custom_fields(actor),
            self.contact_values_of(&contact),
        )?;
        let contact = contacts.remove(&row.contact_id);
        Ok(Values {
            contact_name: contact.as_ref().and_then(own_name),
            contact_phone: contact.as_ref().and_then(phone),
            agent_name: people.into_values().next().map(|person| person.name),
            department_name: departments.into_values().next().map(|it| it.name),
            channel_name: channels.remove(&row.channel_id).map(|channel| channel.name),
            ticket_protocol: tickets.into_values().next().map(|ticket| ticket.protocol),
            contact_fields: known
                .remove(&row.contact_id)
                .into_iter()
                .flatten()
                .filter_map(|value| Some((value.field.key, value.text?)))
                .collect(),
            fields: fields.into_iter().map(|field| field.key).collect(),
        })
    }
}

/// Not the number that stands in for a name in lists.
fn own_name(contact: &ContactView) -> Option<String> {
    [&contact.edited_name, &contact.profile_name]
        .into_iter()
        .flatten()
        .map(|name| name.trim())
        .find(|name| !name.is_empty())
        .map(str::to_owned)
}

fn phone(contact: &ContactView) -> Option<String> {
    let numbers = contact.addresses.iter();
    numbers
        .filter(|address| address.kind == AddressKind::WaId)
        .map(|address| address.display.clone())
        .next_back()
}

fn first_word(name: Option<&str>) -> Option<String> {
    name?.split_whitespace().next().map(str::to_owned)
}
