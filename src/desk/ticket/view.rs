//! A ticket, as other rooms see it.

use entity::{ConversationId, DepartmentId, PersonId, TicketId, UnixMillis, ticket};

/// One case of service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketView {
    /// Which.
    pub id: TicketId,
    /// Of which conversation.
    pub conversation_id: ConversationId,
    /// Year, month, day and a number within the day (L-024).
    pub protocol: String,
    /// When.
    pub opened_at: UnixMillis,
    /// None while open.
    pub closed_at: Option<UnixMillis>,
    /// The last agent.
    pub agent_id: Option<PersonId>,
    /// The last department.
    pub department_id: Option<DepartmentId>,
}

impl From<ticket::Model> for TicketView {
    fn from(row: ticket::Model) -> Self {
        Self {
            id: row.id,
            conversation_id: row.conversation_id,
            protocol: row.protocol,
            opened_at: row.opened_at,
            closed_at: row.closed_at,
            agent_id: row.agent_id,
            department_id: row.department_id,
        }
    }
}
