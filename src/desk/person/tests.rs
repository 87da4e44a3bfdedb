//! People, on real databases.

use entity::person::{Role, Visibility};
use entity::{DepartmentId, PersonId};
use uuid::Uuid;

use super::{Locale, NewPerson, PersonPatch, PersonView, Preferences, PreferencesPatch, Theme};
use crate::DeskError;
use crate::access::{Actor, Integrator, Scope, Scopes, may_be_told};
use crate::journal::{Audience, Event};
use crate::testing::on_both_databases;

fn new(email: &str) -> NewPerson {
    NewPerson {
        email: email.into(),
        name: " Ana Souza ".into(),
        role: Role::Agent,
        password: None,
        departments: Vec::new(),
        visibility: None,
    }
}

fn demotion() -> PersonPatch {
    PersonPatch {
        role: Some(Role::Agent),
        ..PersonPatch::default()
    }
}

on_both_databases! {
    async fn a_person_is_found_as_they_were_made(desk: &TestDesk) {
        let sales = desk.department("Vendas").await;
        let person = NewPerson { departments: vec![sales, sales], ..new("Ana@Example.com") };
        let made = desk.create_person(&Actor::System, person).await.unwrap();
        assert_eq!(made.email, "ana@example.com");
        assert_eq!(made.name, "Ana Souza");
        assert_eq!(made.visibility, Visibility::Departments);
        assert_eq!(made.departments, [sales]);
        assert!(made.active);
        assert_eq!(desk.people(&Actor::System).await.unwrap(), std::slice::from_ref(&made));
        assert_eq!(desk.people_by_ids(&[made.id]).await.unwrap()[&made.id], made);
        assert_eq!(desk.members_of(&[sales]).await.unwrap()[&sales], [made.id]);
    }

    async fn what_cannot_be_a_person_is_refused_and_nothing_is_left(desk: &TestDesk) {
        desk.create_person(&Actor::System, new("ana@example.com")).await.unwrap();
        let unknown = DepartmentId(Uuid::new_v4());
        let refused = [
            new("ANA@example.com"),
            new("no address"),
            NewPerson { name: " ".into(), ..new("a@example.com") },
            NewPerson { password: Some("short".into()), ..new("a@example.com") },
            NewPerson { departments: vec![unknown], ..new("a@example.com") },
        ];
        let mut codes = Vec::new();
        for person in refused {
            codes.push(desk.create_person(&Actor::System, person).await.unwrap_err().code());
        }
        assert_eq!(codes, ["CONFLICT", "INVALID_INPUT", "INVALID_INPUT", "INVALID_INPUT", "NOT_FOUND"]);
        assert_eq!(desk.people(&Actor::System).await.unwrap().len(), 1);
    }

    async fn only_administrators_manage_people(desk: &TestDesk) {
        let agent = desk.agent("Bia", &[]).await;
        let supervisor = desk.person("Caio", Role::Supervisor, &[]).await;
        let reader = Integrator {
            token_id: entity::ApiTokenId(Uuid::new_v4()),
            scopes: Scopes([Scope::Read, Scope::Send].into()),
        };
        for actor in [Actor::Person(agent), Actor::Person(supervisor), Actor::Integrator(reader)] {
            let refused = desk.create_person(&actor, new("ana@example.com")).await;
            assert!(matches!(refused, Err(DeskError::Forbidden)), "{actor:?}");
            let refused = desk.update_person(&actor, PersonId(Uuid::nil()), demotion()).await;
            assert!(matches!(refused, Err(DeskError::Forbidden)), "{actor:?}");
        }
    }

    async fn a_change_is_told_to_the_person_and_to_the_directory(desk: &TestDesk) {
        let (sales, support) = (desk.department("Vendas").await, desk.department("Suporte").await);
        let bia = desk.agent("Bia", &[sales]).await;
        let before = desk.journal().head().await.unwrap();
        let patch = PersonPatch {
            departments: Some(vec![support]),
            role: Some(Role::Supervisor),
            visibility: Some(Visibility::Own),
            name: Some("Beatriz".into()),
            ..PersonPatch::default()
        };
        let changed = desk.update_person(&Actor::System, bia.person_id, patch).await.unwrap();
        assert_eq!((changed.name.as_str(), changed.role), ("Beatriz", Role::Supervisor));
        let entries = desk.journal().after(before, 10).await.unwrap();
        let told: Vec<_> = entries
            .iter()
            .filter(|entry| may_be_told(&Actor::Person(bia.clone()), &entry.event, &entry.audience))
            .map(|entry| entry.event.clone())
            .collect();
        let person_id = bia.person_id;
        assert_eq!(told, [Event::PersonChanged { person_id }, Event::DirectoryChanged]);
        assert_eq!(entries[0].audience, Audience::Person { person_id });

        let now = desk.refresh(&bia).await.unwrap();
        assert_eq!(now.visibility, Visibility::Own);
        assert_eq!(*now.departments, [support].into());

        let before = desk.journal().head().await.unwrap();
        desk.update_person(&Actor::System, person_id, PersonPatch::default()).await.unwrap();
        assert_eq!(desk.events_after(before).await, [], "nothing changed, nothing is told");
    }

    async fn a_deactivated_person_is_out_at_once_and_stays_the_author_of_what_they_wrote(desk: &TestDesk) {
        let bia = desk.agent("Bia", &[]).await;
        let patch = PersonPatch { active: Some(false), ..PersonPatch::default() };
        let before = desk.journal().head().await.unwrap();
        desk.update_person(&Actor::System, bia.person_id, patch).await.unwrap();
        let ended = Event::SessionEnded { session_id: bia.session_id, person_id: bia.person_id };
        assert!(desk.events_after(before).await.contains(&ended));
        assert!(matches!(desk.refresh(&bia).await, Err(DeskError::Unauthenticated)));
        let colleague = Actor::Person(desk.agent("Caio", &[]).await);
        let names = |people: Vec<PersonView>| -> Vec<_> {
            people.into_iter().map(|person| person.name).collect()
        };
        assert_eq!(names(desk.people(&colleague).await.unwrap()), ["Caio"]);
        assert_eq!(names(desk.people(&Actor::System).await.unwrap()), ["Bia", "Caio"]);
        assert_eq!(desk.people_by_ids(&[bia.person_id]).await.unwrap().len(), 1);
    }

    async fn the_last_administrator_stays(desk: &TestDesk) {
        let ana = desk.person("Ana", Role::Administrator, &[]).await.person_id;
        let out = || PersonPatch { active: Some(false), ..PersonPatch::default() };
        for patch in [demotion(), out()] {
            let refused = desk.update_person(&Actor::System, ana, patch).await;
            assert!(matches!(refused, Err(DeskError::Conflict(_))));
        }
        assert_eq!(desk.people(&Actor::System).await.unwrap()[0].role, Role::Administrator);
        desk.person("Bia", Role::Administrator, &[]).await;
        desk.update_person(&Actor::System, ana, out()).await.unwrap();
    }

    async fn two_administrators_who_demote_each_other_at_once_do_not_both_succeed(desk: &TestDesk) {
        let ana = desk.person("Ana", Role::Administrator, &[]).await.person_id;
        let bia = desk.person("Bia", Role::Administrator, &[]).await.person_id;
        let other = desk.another_node().await;
        let (one, two) = tokio::join!(
            desk.update_person(&Actor::System, ana, demotion()),
            other.update_person(&Actor::System, bia, demotion()),
        );
        let left = desk.people(&Actor::System).await.unwrap();
        let left = left.iter().filter(|one| one.role == Role::Administrator).count();
        assert_eq!(left, 1, "{one:?} {two:?}");
    }

    async fn preferences_reach_the_other_devices_at_once(desk: &TestDesk) {
        let bia = desk.agent("Bia", &[]).await;
        let me = Actor::Person(bia.clone());
        assert_eq!(desk.preferences(&me).await.unwrap(), Preferences::INITIAL);
        let patch = PreferencesPatch {
            locale: Some(Locale::Es),
            theme: Some(Theme::Dark),
            sound: Some(false),
            confirms_voice_notes: Some(true),
            notifications: None,
        };
        let before = desk.journal().head().await.unwrap();
        let now = desk.update_preferences(&me, patch).await.unwrap();
        let expected = Preferences {
            locale: Locale::Es,
            theme: Theme::Dark,
            sound: false,
            confirms_voice_notes: true,
            notifications: true,
        };
        assert_eq!(now, expected);
        assert_eq!(desk.preferences(&me).await.unwrap(), expected);
        let person_id = bia.person_id;
        assert_eq!(desk.events_after(before).await, [Event::PersonChanged { person_id }]);
        let before = desk.journal().head().await.unwrap();
        desk.update_preferences(&me, patch).await.unwrap();
        assert_eq!(desk.events_after(before).await, [], "the same again changes nothing");
        assert!(desk.update_preferences(&Actor::System, patch).await.is_err());
    }
}
