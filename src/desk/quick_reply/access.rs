//! Who sees a quick reply, and who may change it.

use super::QuickReplyScope;
use crate::access::{Actor, Scope};

/// Shared ones are for everybody, or for the department's people and those who look after them; one's own are one's own.
pub(super) fn may_use(actor: &Actor, scope: QuickReplyScope) -> bool {
    match scope {
        QuickReplyScope::Everybody => true,
        QuickReplyScope::Department(department) => {
            actor.require_overseer().is_ok()
                || match actor {
                    Actor::Integrator(program) => program.scopes.allow(Scope::Read),
                    Actor::Person(person) => person.departments.contains(&department),
                    _ => false,
                }
        }
        QuickReplyScope::Person(person) => actor.person_id() == Some(person),
    }
}

/// Shared ones are changed by those who look after them, one's own by oneself.
pub(super) fn may_change(actor: &Actor, scope: QuickReplyScope) -> bool {
    match scope {
        QuickReplyScope::Everybody | QuickReplyScope::Department(_) => {
            actor.require_overseer().is_ok()
        }
        QuickReplyScope::Person(person) => actor.person_id() == Some(person),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use entity::person::{Role, Visibility};
    use entity::{DepartmentId, PersonId, SessionId};
    use uuid::Uuid;

    use super::*;
    use crate::access::SignedIn;

    const ME: PersonId = PersonId(Uuid::from_u128(1));
    const MINE: DepartmentId = DepartmentId(Uuid::from_u128(10));
    const OTHER: DepartmentId = DepartmentId(Uuid::from_u128(11));

    fn person(role: Role) -> Actor {
        Actor::Person(SignedIn {
            person_id: ME,
            role,
            visibility: Visibility::Everything,
            departments: Arc::new(BTreeSet::from([MINE])),
            session_id: SessionId(Uuid::nil()),
            device_id: None,
            locale: "pt-BR".into(),
        })
    }

    #[test]
    fn who_may_use_and_who_may_change() {
        use QuickReplyScope::{Department, Everybody, Person};
        let colleague = PersonId(Uuid::from_u128(2));
        let table = [
            // role, scope, use, change
            (Role::Agent, Everybody, true, false),
            (Role::Agent, Department(MINE), true, false),
            (Role::Agent, Department(OTHER), false, false),
            (Role::Agent, Person(ME), true, true),
            (Role::Agent, Person(colleague), false, false),
            (Role::Supervisor, Everybody, true, true),
            (Role::Supervisor, Department(OTHER), true, true),
            (Role::Supervisor, Person(colleague), false, false),
            (Role::Administrator, Department(MINE), true, true),
            (Role::Administrator, Person(colleague), false, false),
        ];
        for (role, scope, uses, changes) in table {
            let actor = person(role);
            assert_eq!(may_use(&actor, scope), uses, "{role:?} {scope:?}");
            assert_eq!(may_change(&actor, scope), changes, "{role:?} {scope:?}");
        }
        assert!(!may_change(&Actor::Anonymous, Everybody));
    }
}
