//! In which lists a conversation stands: the rule (L-002 to L-011).

use std::collections::BTreeSet;
use std::sync::Arc;

use entity::conversation::Model;
use entity::person::Role;
use entity::{DepartmentId, PersonId};

use crate::access::{Actor, may_see};
use crate::journal::View;

/// A list of the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InboxList {
    /// Conversations whose agent is the viewer (L-004).
    Mine,
    /// Open ones that nobody serves, and those of the viewer's departments (L-003).
    Open,
    /// Those that have an agent (L-005).
    InService,
    /// Every conversation that the viewer may see (L-002).
    All,
}

impl InboxList {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Mine, Self::Open, Self::InService, Self::All];
}

/// Which departments' conversations stand in a viewer's *Open* list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OpenFor {
    /// The viewer's departments.
    These(Arc<BTreeSet<DepartmentId>>),
    /// Every department: supervisors look after all of them (L-003, as decided), and so do programs.
    Every,
    /// No list of *Open* can be told: what a witness sees is handed to many viewers.
    Nobody,
}

/// The viewer, as far as lists go.
pub(super) fn open_for(actor: &Actor) -> OpenFor {
    match actor {
        Actor::Person(person) if person.role == Role::Agent => {
            OpenFor::These(Arc::clone(&person.departments))
        }
        Actor::Person(_) | Actor::Integrator(_) | Actor::System => OpenFor::Every,
        Actor::Witness(_) | Actor::Anonymous => OpenFor::Nobody,
    }
}

/// Whether `actor` may see `conversation`.
pub(crate) fn is_visible(actor: &Actor, conversation: &Model) -> bool {
    match actor {
        Actor::Witness(witnessed) => *witnessed == Some(conversation.id),
        _ => may_see(actor, &View::of(conversation)),
    }
}

/// In which lists `conversation` stands for `actor`; in none that they may not see.
pub fn lists_of(actor: &Actor, conversation: &Model) -> Vec<InboxList> {
    if !is_visible(actor, conversation) {
        return Vec::new();
    }
    InboxList::ALL
        .into_iter()
        .filter(|list| stands_in(actor, conversation, *list))
        .collect()
}

fn stands_in(actor: &Actor, conversation: &Model, list: InboxList) -> bool {
    match list {
        InboxList::All => true,
        InboxList::InService => conversation.agent_id.is_some(),
        InboxList::Mine => is_agent(actor.person_id(), conversation),
        InboxList::Open => is_open_for(&open_for(actor), conversation),
    }
}

fn is_agent(person: Option<PersonId>, conversation: &Model) -> bool {
    person.is_some() && conversation.agent_id == person
}

fn is_open_for(viewer: &OpenFor, conversation: &Model) -> bool {
    let waits_for_anybody = conversation.agent_id.is_none() && conversation.department_id.is_none();
    conversation.ticket_id.is_some()
        && match (viewer, conversation.department_id) {
            (OpenFor::Nobody, _) => false,
            (OpenFor::Every, Some(_)) => true,
            (OpenFor::These(departments), Some(department)) => departments.contains(&department),
            (OpenFor::Every | OpenFor::These(_), None) => waits_for_anybody,
        }
}

#[cfg(test)]
mod tests {
    use entity::person::Visibility;
    use entity::{ChannelId, ContactId, ConversationId, SessionId, TicketId, UnixMillis};
    use uuid::Uuid;

    use super::*;
    use crate::access::SignedIn;

    const ME: PersonId = PersonId(Uuid::from_u128(1));
    const COLLEAGUE: PersonId = PersonId(Uuid::from_u128(2));
    const MINE: DepartmentId = DepartmentId(Uuid::from_u128(10));
    const OTHER: DepartmentId = DepartmentId(Uuid::from_u128(11));

    fn viewer(role: Role, visibility: Visibility) -> Actor {
        Actor::Person(SignedIn {
            person_id: ME,
            role,
            visibility,
            departments: Arc::new(BTreeSet::from([MINE])),
            session_id: SessionId(Uuid::nil()),
            device_id: None,
            locale: "pt-BR".into(),
        })
    }

    fn conversation(
        open: bool,
        agent_id: Option<PersonId>,
        department_id: Option<DepartmentId>,
    ) -> Model {
        Model {
            id: ConversationId(Uuid::from_u128(7)),
            contact_id: ContactId(Uuid::nil()),
            channel_id: ChannelId(Uuid::nil()),
            ticket_id: open.then_some(TicketId(Uuid::nil())),
            agent_id,
            department_id,
            visible_department_id: department_id,
            window_expires_at: None,
            last_customer_message_at: None,
            last_activity_at: UnixMillis(0),
            last_message_id: None,
            unread_count: 0,
            held_count: 0,
            undelivered_count: 0,
            echo_since: None,
            first_unread_message_id: None,
            waiting_since: None,
            version: 1,
            created_at: UnixMillis(0),
        }
    }

    #[test]
    fn in_which_lists_a_conversation_stands() {
        use InboxList::{All, InService, Mine, Open};
        let agent = viewer(Role::Agent, Visibility::Everything);
        let supervisor = viewer(Role::Supervisor, Visibility::Everything);
        let both = [&agent, &supervisor];
        let table: [(&str, Model, &[&Actor], &[InboxList]); 9] = [
            ("L-006", conversation(false, None, None), &both, &[All]),
            ("L-008", conversation(true, None, None), &both, &[Open, All]),
            (
                "L-007",
                conversation(true, None, Some(MINE)),
                &both,
                &[Open, All],
            ),
            (
                "L-003",
                conversation(true, None, Some(OTHER)),
                &[&agent],
                &[All],
            ),
            (
                "L-003 widened",
                conversation(true, None, Some(OTHER)),
                &[&supervisor],
                &[Open, All],
            ),
            (
                "L-009",
                conversation(true, Some(ME), None),
                &both,
                &[Mine, InService, All],
            ),
            (
                "L-005",
                conversation(true, Some(COLLEAGUE), None),
                &both,
                &[InService, All],
            ),
            // The department's tag stays while an agent serves (L-151).
            (
                "L-003 served",
                conversation(true, Some(COLLEAGUE), Some(MINE)),
                &both,
                &[Open, InService, All],
            ),
            (
                "L-151",
                conversation(true, Some(ME), Some(MINE)),
                &both,
                &[Mine, Open, InService, All],
            ),
        ];
        for (id, conversation, viewers, expected) in table {
            for viewer in viewers {
                assert_eq!(lists_of(viewer, &conversation), expected, "{id}");
            }
        }
    }

    #[test]
    fn what_may_not_be_seen_stands_nowhere() {
        let hidden = conversation(true, None, Some(OTHER));
        for visibility in [Visibility::Departments, Visibility::Own] {
            assert!(lists_of(&viewer(Role::Agent, visibility), &hidden).is_empty());
        }
    }

    #[test]
    fn a_witness_knows_only_the_lists_that_are_the_same_for_everybody() {
        let served = conversation(true, Some(ME), Some(MINE));
        assert_eq!(
            lists_of(&Actor::Witness(Some(served.id)), &served),
            [InboxList::InService, InboxList::All]
        );
        assert!(lists_of(&Actor::Witness(None), &served).is_empty());
        assert!(lists_of(&Actor::Anonymous, &served).is_empty());
    }
}
