//! Whose a conversation is: the rule (L-145 to L-153).

use entity::conversation::Model;
use entity::{DepartmentId, PersonId};

/// Whose a conversation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assignment {
    /// Whether a ticket is open; without one there is neither agent nor department.
    pub open: bool,
    /// Who serves.
    pub agent: Option<PersonId>,
    /// Which department it was forwarded to.
    pub department: Option<DepartmentId>,
    /// Whose members may see it: the last department, also after closing or forwarding to an agent.
    pub visible_to: Option<DepartmentId>,
}

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The customer writes on a number of this department (O-17).
    CustomerWrites {
        /// The number's department.
        channel_department: Option<DepartmentId>,
    },
    /// A person answers.
    Answer {
        /// Who.
        by: PersonId,
    },
    /// A person takes it without answering.
    Claim {
        /// Who.
        by: PersonId,
    },
    /// Forwarding to an agent.
    ForwardToAgent {
        /// To whom.
        agent: PersonId,
    },
    /// Forwarding to a department.
    ForwardToDepartment {
        /// To which.
        department: DepartmentId,
    },
    /// The agent works here no longer.
    AgentLeaves {
        /// Who.
        agent: PersonId,
    },
    /// Closing.
    Close,
}

/// Why it cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody else serves.
    AlreadyClaimed {
        /// Who.
        by: PersonId,
    },
    /// There is no open ticket.
    AlreadyClosed,
}

impl Assignment {
    /// As a conversation stands.
    pub const fn of(conversation: &Model) -> Self {
        Self {
            open: conversation.ticket_id.is_some(),
            agent: conversation.agent_id,
            department: conversation.department_id,
            visible_to: conversation.visible_department_id,
        }
    }

    /// As it stands after `action`.
    pub fn after(self, action: Action) -> Result<Self, Refusal> {
        let open = Self { open: true, ..self };
        match action {
            Action::CustomerWrites { .. } if self.open => Ok(self),
            Action::CustomerWrites { channel_department } => Ok(Self {
                open: true,
                agent: None,
                department: channel_department,
                visible_to: channel_department,
            }),
            Action::Answer { by } => Ok(Self {
                agent: self.agent.or(Some(by)),
                ..open
            }),
            Action::Claim { by } => match self.agent {
                Some(agent) if agent != by => Err(Refusal::AlreadyClaimed { by: agent }),
                _ => Ok(Self {
                    agent: Some(by),
                    ..open
                }),
            },
            Action::ForwardToAgent { agent } => Ok(Self {
                agent: Some(agent),
                department: None,
                ..open
            }),
            Action::ForwardToDepartment { department } => Ok(Self {
                open: true,
                agent: None,
                department: Some(department),
                visible_to: Some(department),
            }),
            Action::AgentLeaves { agent } if self.agent == Some(agent) => Ok(Self {
                agent: None,
                // Those who may see it anyway are told of it: nobody else would be.
                department: self.department.or(self.visible_to),
                ..self
            }),
            Action::AgentLeaves { .. } => Ok(self),
            Action::Close if !self.open => Err(Refusal::AlreadyClosed),
            Action::Close => Ok(Self {
                open: false,
                agent: None,
                department: None,
                ..self
            }),
        }
    }
}

#[cfg(test)]
mod tests;
