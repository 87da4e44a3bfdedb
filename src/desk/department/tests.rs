//! Departments, on real databases.

use entity::PersonId;
use uuid::Uuid;

use crate::DeskError;
use crate::access::Actor;
use crate::journal::Event;
use crate::testing::on_both_databases;

on_both_databases! {
    async fn a_department_begins_with_its_members(desk: &TestDesk) {
        let bia = desk.agent("Bia", &[]).await;
        let before = desk.journal().head().await.unwrap();
        let sales = desk
            .create_department(&Actor::System, " Vendas ", &[bia.person_id])
            .await
            .unwrap();
        assert_eq!(sales.name, "Vendas");
        assert_eq!(desk.members_of(&[sales.id]).await.unwrap()[&sales.id], [bia.person_id]);
        assert!(desk.refresh(&bia).await.unwrap().departments.contains(&sales.id));
        let told = desk.events_after(before).await;
        assert_eq!(told, [Event::PersonChanged { person_id: bia.person_id }, Event::DirectoryChanged]);
        let found = desk.department_by_name("Vendas").await.unwrap();
        assert_eq!(found.as_ref(), Some(&sales));
        assert_eq!(desk.departments_by_ids(&[sales.id]).await.unwrap()[&sales.id], sales);
    }

    async fn names_are_unique_members_known_and_administrators_alone_make_departments(desk: &TestDesk) {
        desk.department("Vendas").await;
        let twice = desk.create_department(&Actor::System, "Vendas", &[]).await;
        assert!(matches!(twice, Err(DeskError::Conflict(_))));
        let stranger = PersonId(Uuid::new_v4());
        let unknown = desk.create_department(&Actor::System, "Suporte", &[stranger]).await;
        assert!(matches!(unknown, Err(DeskError::NotFound("person"))));
        let bia = Actor::Person(desk.agent("Bia", &[]).await);
        let refused = desk.create_department(&bia, "Suporte", &[]).await;
        assert!(matches!(refused, Err(DeskError::Forbidden)));
        let names: Vec<_> = desk.departments(&bia).await.unwrap().into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["Vendas"]);
    }
}
