//! Who is typing, on real databases. What presence does to pushes is tested with the pushes.

use entity::person::Role;

use crate::DeskError;
use crate::access::Actor;
use crate::testing::on_both_databases;

on_both_databases! {
    async fn typing_is_told_to_who_listens_and_only_by_who_may_see_the_conversation(desk: &TestDesk) {
        let (sales, support) = (desk.department("Vendas").await, desk.department("Suporte").await);
        let channel = desk.channel("Loja", Some(sales)).await;
        let conversation = desk.customer_writes(channel, "5521999990001", "oi").await.id;
        let bia = desk.agent("Bia", &[sales]).await;
        let mut typing = desk.typing();
        desk.mark_typing(&Actor::Person(bia.clone()), conversation).await.unwrap();
        let told = typing.recv().await.unwrap();
        assert_eq!((told.conversation_id, told.person_id), (conversation, bia.person_id));
        assert_eq!(told.view.visible_department_id, Some(sales));

        let stranger = Actor::Person(desk.agent("Caio", &[support]).await);
        let refused = desk.mark_typing(&stranger, conversation).await;
        assert!(matches!(refused, Err(DeskError::NotFound(_))));
        assert!(matches!(desk.mark_typing(&Actor::System, conversation).await, Err(DeskError::Forbidden)));
        assert!(typing.try_recv().is_err());
        let supervisor = Actor::Person(desk.person("Eva", Role::Supervisor, &[]).await);
        drop(typing);
        desk.mark_typing(&supervisor, conversation).await.unwrap();
    }

    async fn a_session_without_a_device_shows_nothing(desk: &TestDesk) {
        let mut bia = desk.agent("Bia", &[]).await;
        bia.device_id = None;
        let refused = desk.report_presence(&bia, true, None).await;
        assert!(matches!(refused, Err(DeskError::Invalid { field: "deviceId", .. })));
    }
}
