//! The set of placeholders.

use std::borrow::Cow;

use super::FieldKeys;

/// Something that a text can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Placeholder<'key> {
    /// The contact's name: the one that an agent gave, else their own.
    ContactName,
    /// Its first word.
    ContactFirstName,
    /// The contact's number.
    ContactPhone,
    /// The name of who writes.
    AgentName,
    /// Its first word.
    AgentFirstName,
    /// The department that the ticket belongs to.
    DepartmentName,
    /// The number of the company that the customer wrote to.
    ChannelName,
    /// The protocol number of the open ticket.
    TicketProtocol,
    /// What is known of the contact under a field of the company's own, by its key.
    ContactField(&'key str),
}

impl<'key> Placeholder<'key> {
    /// Those that every installation has, in the order in which an editor lists them.
    pub const ALL: [Self; 8] = [
        Self::ContactName,
        Self::ContactFirstName,
        Self::ContactPhone,
        Self::AgentName,
        Self::AgentFirstName,
        Self::DepartmentName,
        Self::ChannelName,
        Self::TicketProtocol,
    ];

    /// What stands between the double braces.
    pub fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::ContactName => "contact.name",
            Self::ContactFirstName => "contact.firstName",
            Self::ContactPhone => "contact.phone",
            Self::AgentName => "agent.name",
            Self::AgentFirstName => "agent.firstName",
            Self::DepartmentName => "department.name",
            Self::ChannelName => "channel.name",
            Self::TicketProtocol => "ticket.protocol",
            Self::ContactField(key) => return Cow::Owned(format!("contact.{key}")),
        })
    }

    /// What stands between single braces, for those that people type often (L-074).
    pub const fn short(self) -> Option<&'key str> {
        match self {
            Self::ContactFirstName => Some("nome"),
            Self::ContactPhone => Some("telefone"),
            Self::AgentFirstName => Some("agente"),
            Self::DepartmentName => Some("departamento"),
            Self::ChannelName => Some("canal"),
            Self::TicketProtocol => Some("protocolo"),
            Self::ContactField(key) => Some(key),
            Self::ContactName | Self::AgentName => None,
        }
    }

    pub(super) fn named(name: &'key str, fields: &FieldKeys) -> Option<Self> {
        let known = Self::ALL.into_iter().find(|it| it.name() == name);
        known.or_else(|| Self::field(name.strip_prefix("contact.")?, fields))
    }

    pub(super) fn shortened(name: &'key str, fields: &FieldKeys) -> Option<Self> {
        let known = Self::ALL.into_iter().find(|it| it.short() == Some(name));
        known.or_else(|| Self::field(name, fields))
    }

    fn field(key: &'key str, fields: &FieldKeys) -> Option<Self> {
        fields.contains(key).then_some(Self::ContactField(key))
    }

    /// Whether a field of this key would hide one of those that every installation has.
    pub(crate) fn reserves(key: &str) -> bool {
        let none = FieldKeys::default();
        Placeholder::named(&format!("contact.{key}"), &none).is_some()
            || Placeholder::shortened(key, &none).is_some()
    }
}
