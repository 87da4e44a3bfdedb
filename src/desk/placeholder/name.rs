//! The set of placeholders.

/// Something that a text can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Placeholder {
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
}

impl Placeholder {
    /// All of them, in the order in which an editor lists them.
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
    pub const fn name(self) -> &'static str {
        match self {
            Self::ContactName => "contact.name",
            Self::ContactFirstName => "contact.firstName",
            Self::ContactPhone => "contact.phone",
            Self::AgentName => "agent.name",
            Self::AgentFirstName => "agent.firstName",
            Self::DepartmentName => "department.name",
            Self::ChannelName => "channel.name",
            Self::TicketProtocol => "ticket.protocol",
        }
    }

    /// What stands between single braces, for those that people type often (L-074).
    pub const fn short(self) -> Option<&'static str> {
        match self {
            Self::ContactFirstName => Some("nome"),
            Self::ContactPhone => Some("telefone"),
            Self::AgentFirstName => Some("agente"),
            Self::DepartmentName => Some("departamento"),
            Self::ChannelName => Some("canal"),
            Self::TicketProtocol => Some("protocolo"),
            Self::ContactName | Self::AgentName => None,
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    pub(super) fn shortened(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.short() == Some(name))
    }
}
