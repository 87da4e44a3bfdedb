//! Who may be told of an event.

use entity::{DepartmentId, PersonId, conversation};
use serde::{Deserialize, Serialize};

/// What decides who may see a conversation: kept with each event, so that the question can be
/// answered for every subscriber without a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The conversation's agent.
    pub agent_id: Option<PersonId>,
    /// The department whose members may see it; none = no restriction.
    pub visible_department_id: Option<DepartmentId>,
}

impl View {
    /// The view of a conversation as it stands.
    pub const fn of(conversation: &conversation::Model) -> Self {
        Self {
            agent_id: conversation.agent_id,
            visible_department_id: conversation.visible_department_id,
        }
    }
}

/// Who may be told of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Audience {
    /// Those who may see the conversation.
    Conversation {
        /// As it stood at the event.
        view: View,
    },
    /// Those who could see it before and cannot any more.
    Left {
        /// As it stood before.
        before: View,
        /// As it stands after.
        after: View,
    },
    /// One person, on all devices.
    Person {
        /// Who.
        person_id: PersonId,
    },
    /// Everybody who is signed in.
    Everyone,
}
