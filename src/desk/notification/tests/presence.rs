//! The device that somebody looks at is not rung (L-185, L-186).

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    async fn every_device_of_a_person_is_told_but_the_one_that_is_looked_at_has_two_seconds(desk: &TestDesk) {
        let scene = scene(desk).await;
        let phone = agent(desk, "Bia", &[scene.sales]).await;
        let tablet = desk.sign_in_without_password(phone.person_id).await;
        subscribe(desk, &tablet).await;
        desk.report_presence(&phone, true, None).await.unwrap();
        let conversation = desk.customer_writes(scene.channel, MARIA, "oi").await.id;
        assert_eq!(devices(&told(desk).await), devices_of([&tablet]), "L-185");
        let message = newest_message(desk, conversation).await;
        let me = Actor::Person(phone.clone());
        desk.acknowledge(&me, phone.device_id.unwrap(), &[message]).await.unwrap();
        desk.pass(3 * SECOND);
        assert_eq!(told(desk).await, [], "L-186");

        desk.customer_writes(scene.channel, MARIA, "alô").await;
        assert_eq!(devices(&told(desk).await), devices_of([&tablet]));
        assert_eq!(desk.next_push_at().await.unwrap(), Some(desk.now().plus(2_000)));
        desk.pass(2 * SECOND);
        assert_eq!(devices(&told(desk).await), devices_of([&phone]), "its socket had frozen");
    }

    async fn an_acknowledgement_that_is_faster_than_the_plan_counts(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales]).await;
        let conversation = desk.customer_writes(scene.channel, MARIA, "oi").await.id;
        let message = newest_message(desk, conversation).await;
        let me = Actor::Person(bia.clone());
        desk.acknowledge(&me, bia.device_id.unwrap(), &[message, message]).await.unwrap();
        desk.acknowledge(&me, bia.device_id.unwrap(), &[message]).await.unwrap();
        assert_eq!(plan(desk).await, 1);
        assert_eq!(told(desk).await, []);
        desk.pass(700 * SECOND);
        desk.acknowledge(&me, bia.device_id.unwrap(), &[MessageId(Uuid::new_v4())]).await.unwrap();
        let kept = push_acknowledgement::Entity::find().count(desk.database().read()).await.unwrap();
        assert_eq!(kept, 1, "old ones are forgotten");
    }

    async fn nobody_silences_the_device_of_another(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales]).await;
        let mut caio = desk.agent("Caio", &[]).await;
        caio.device_id = bia.device_id;
        desk.report_presence(&caio, true, None).await.unwrap();
        let conversation = desk.customer_writes(scene.channel, MARIA, "oi").await.id;
        let message = newest_message(desk, conversation).await;
        let other = Actor::Person(caio);
        desk.acknowledge(&other, bia.device_id.unwrap(), &[message]).await.unwrap();
        assert_eq!(devices(&told(desk).await), devices_of([&bia]));
    }

    async fn a_presence_that_is_not_renewed_or_has_ended_holds_nothing_back(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales]).await;
        desk.report_presence(&bia, true, None).await.unwrap();
        desk.pass(31 * SECOND);
        desk.customer_writes(scene.channel, MARIA, "um").await;
        assert_eq!(told(desk).await.len(), 1);
        desk.report_presence(&bia, true, None).await.unwrap();
        desk.end_presence(bia.device_id.unwrap()).await.unwrap();
        desk.customer_writes(scene.channel, MARIA, "dois").await;
        assert_eq!(told(desk).await.len(), 1);
        desk.report_presence(&bia, false, None).await.unwrap();
        desk.customer_writes(scene.channel, MARIA, "três").await;
        assert_eq!(told(desk).await.len(), 1);
    }
}
