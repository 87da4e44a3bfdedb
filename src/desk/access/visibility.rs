//! Who may see a conversation, and who may be told of an event.

use std::collections::BTreeSet;

use entity::person::{Role, Visibility};
use entity::{DepartmentId, PersonId};

use super::Actor;
use crate::journal::{Audience, Event, View};

/// Whether `actor` may see a conversation that stands as `view` says. A [`Actor::Witness`] is answered
/// no: it is asked by conversation, not by view.
///
/// A person sees what their visibility allows (L-002, L-174): everything; or their own conversations,
/// those of their departments and those that belong to none; or only their own.
pub fn may_see(actor: &Actor, view: &View) -> bool {
    match actor {
        Actor::System => true,
        Actor::Integrator(program) => program.scopes.allow(super::Scope::Read),
        Actor::Person(person) => person_may_see(
            person.person_id,
            person.visibility,
            &person.departments,
            view,
        ),
        Actor::Witness(_) | Actor::Anonymous => false,
    }
}

/// The same for a person who need not have signed in: pushes ask it.
pub fn person_may_see(
    person: PersonId,
    visibility: Visibility,
    departments: &BTreeSet<DepartmentId>,
    view: &View,
) -> bool {
    let own = view.agent_id == Some(person);
    match visibility {
        Visibility::Everything => true,
        Visibility::Departments => {
            own || view
                .visible_department_id
                .is_none_or(|department| departments.contains(&department))
        }
        Visibility::Own => own,
    }
}

/// Whether `actor` may begin conversations on a number of this department (U-05): whoever sees everything on any, others
/// on those of their departments and on those that belong to none.
pub fn may_start_on(actor: &Actor, department: Option<DepartmentId>) -> bool {
    match actor {
        Actor::System => true,
        Actor::Integrator(program) => program.scopes.allow(super::Scope::Send),
        Actor::Person(person) => {
            person.role == Role::Administrator
                || person.visibility == Visibility::Everything
                || department.is_none_or(|department| person.departments.contains(&department))
        }
        Actor::Witness(_) | Actor::Anonymous => false,
    }
}

/// Whether `actor` may be told of an event with this audience. Asked at every delivery.
pub fn may_be_told(actor: &Actor, event: &Event, audience: &Audience) -> bool {
    match audience {
        Audience::Conversation { view } => may_see(actor, view),
        Audience::Left { before, after } => may_see(actor, before) && !may_see(actor, after),
        Audience::Person { person_id } => match event {
            // Integrators keep track of people; a person hears only of themselves.
            Event::PersonChanged { .. } => actor.person_id() == Some(*person_id),
            _ => actor.person_id() == Some(*person_id) || *actor == Actor::System,
        },
        Audience::Everyone => !matches!(actor, Actor::Anonymous | Actor::Witness(_)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use entity::SessionId;
    use uuid::Uuid;

    use super::*;
    use crate::access::SignedIn;

    const ME: PersonId = PersonId(Uuid::from_u128(1));
    const COLLEAGUE: PersonId = PersonId(Uuid::from_u128(2));
    const MINE: DepartmentId = DepartmentId(Uuid::from_u128(10));
    const OTHER: DepartmentId = DepartmentId(Uuid::from_u128(11));

    fn person(visibility: Visibility) -> Actor {
        Actor::Person(SignedIn {
            person_id: ME,
            role: Role::Agent,
            visibility,
            departments: Arc::new(BTreeSet::from([MINE])),
            session_id: SessionId(Uuid::nil()),
            device_id: None,
            locale: "pt-BR".into(),
        })
    }

    #[test]
    fn who_may_see_a_conversation() {
        use Visibility::{Departments, Everything, Own};
        let table = [
            // visibility, agent, department, seen
            (Everything, None, None, true),
            (Everything, Some(COLLEAGUE), Some(OTHER), true),
            (Departments, None, None, true),
            (Departments, None, Some(MINE), true),
            (Departments, Some(COLLEAGUE), Some(MINE), true),
            (Departments, None, Some(OTHER), false),
            (Departments, Some(COLLEAGUE), Some(OTHER), false),
            (Departments, Some(ME), Some(OTHER), true),
            (Own, None, None, false),
            (Own, None, Some(MINE), false),
            (Own, Some(COLLEAGUE), Some(MINE), false),
            (Own, Some(ME), Some(OTHER), true),
        ];
        for (visibility, agent_id, visible_department_id, seen) in table {
            let view = View {
                agent_id,
                visible_department_id,
            };
            assert_eq!(
                may_see(&person(visibility), &view),
                seen,
                "{visibility:?} {view:?}"
            );
        }
    }

    /// U-05
    #[test]
    fn who_may_begin_a_conversation_on_a_number() {
        use Visibility::{Departments, Everything, Own};
        let table = [
            (Everything, Some(OTHER), true),
            (Departments, None, true),
            (Departments, Some(MINE), true),
            (Departments, Some(OTHER), false),
            (Own, Some(MINE), true),
            (Own, Some(OTHER), false),
        ];
        for (visibility, department, allowed) in table {
            let actor = person(visibility);
            assert_eq!(
                may_start_on(&actor, department),
                allowed,
                "{visibility:?} {department:?}"
            );
        }
        assert!(!may_start_on(&Actor::Anonymous, None));
    }

    #[test]
    fn only_those_who_lose_sight_of_a_conversation_hear_that_it_left() {
        let event = Event::DirectoryChanged;
        let before = View {
            agent_id: None,
            visible_department_id: Some(MINE),
        };
        let after = View {
            agent_id: None,
            visible_department_id: Some(OTHER),
        };
        let left = Audience::Left { before, after };
        assert!(may_be_told(&person(Visibility::Departments), &event, &left));
        assert!(!may_be_told(&person(Visibility::Everything), &event, &left));
        assert!(!may_be_told(&person(Visibility::Own), &event, &left));
    }
}
