//! Which devices are told.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    async fn a_device_has_one_subscription_and_an_address_one_device(desk: &TestDesk) {
        let bia = desk.agent("Bia", &[]).await;
        let (device, me) = (bia.device_id.unwrap(), Actor::Person(bia.clone()));
        for _ in 0..2 {
            subscribe(desk, &bia).await;
        }
        let again = NewSubscription { endpoint: "https://push.example.com/new".into(), ..subscription(device) };
        desk.register_push_subscription(&me, again.clone()).await.unwrap();
        let target = desk.test_push_target(&me, device).await.unwrap();
        assert_eq!(target.endpoint, "https://push.example.com/new");

        let caio = desk.agent("Caio", &[]).await;
        let (other, him) = (caio.device_id.unwrap(), Actor::Person(caio));
        let moved = NewSubscription { device_id: other, ..again };
        desk.register_push_subscription(&him, moved).await.unwrap();
        assert!(matches!(desk.test_push_target(&me, device).await, Err(DeskError::NotFound(_))));
        let all = push_subscription::Entity::find().count(desk.database().read()).await.unwrap();
        assert_eq!(all, 1);
        let session = desk.remove_push_subscription(&him, other).await.unwrap().unwrap();
        assert!(!session.push.subscribed);
    }

    async fn what_cannot_be_a_subscription_is_refused(desk: &TestDesk) {
        let bia = desk.agent("Bia", &[]).await;
        let (device, me) = (bia.device_id.unwrap(), Actor::Person(bia));
        let good = || subscription(device);
        for bad in [
            NewSubscription { device_id: DeviceId(Uuid::new_v4()), ..good() },
            NewSubscription { endpoint: "http://push.example.com/1".into(), ..good() },
            NewSubscription { endpoint: format!("https://push.example.com/{}", "x".repeat(2_048)), ..good() },
            NewSubscription { endpoint: "https://push.example.com/\0".into(), ..good() },
            NewSubscription { p256dh: String::new(), ..good() },
            NewSubscription { auth: "x".repeat(101), ..good() },
        ] {
            let refused = desk.register_push_subscription(&me, bad).await;
            assert!(matches!(refused, Err(DeskError::Invalid { .. })));
        }
        let refused = desk.register_push_subscription(&Actor::System, good()).await;
        assert!(matches!(refused, Err(DeskError::Forbidden)));
    }

    async fn sixteen_devices_are_told_and_the_one_silent_for_longest_makes_room(desk: &TestDesk) {
        let first = agent(desk, "Bia", &[]).await;
        for _ in 0..16 {
            desk.pass(SECOND);
            let one_more = desk.sign_in_without_password(first.person_id).await;
            subscribe(desk, &one_more).await;
        }
        let sessions = desk.sessions(&Actor::Person(first.clone())).await.unwrap();
        let told: Vec<_> = sessions.iter().filter(|one| one.push.subscribed).collect();
        assert_eq!(told.len(), 16);
        assert!(told.iter().all(|one| one.device_id != first.device_id));
    }

    async fn the_end_of_a_session_ends_its_pushes_and_waiting_ones_too(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales]).await;
        let caio = agent(desk, "Caio", &[scene.sales]).await;
        desk.customer_writes(scene.channel, MARIA, "oi").await;
        assert_eq!(plan(desk).await, 2);
        desk.sign_out(&Actor::Person(bia)).await.unwrap();
        let out = PersonPatch { active: Some(false), ..PersonPatch::default() };
        desk.update_person(&Actor::System, caio.person_id, out).await.unwrap();
        assert_eq!(desk.waiting_pushes().await.unwrap(), 0);
        assert_eq!(desk.claim_pushes(10).await.unwrap(), []);
    }

    async fn test_pushes_are_limited_and_recorded(desk: &TestDesk) {
        let bia = agent(desk, "Bia", &[]).await;
        let (device, me) = (bia.device_id.unwrap(), Actor::Person(bia));
        for _ in 0..5 {
            desk.test_push_target(&me, device).await.unwrap();
        }
        let refused = desk.test_push_target(&me, device).await;
        assert!(matches!(refused, Err(DeskError::RateLimited { .. })));
        desk.settle_test_push(&me, device, PushOutcome::Accepted).await.unwrap();
        let push = desk.sessions(&me).await.unwrap().remove(0).push;
        assert_eq!(push.last_delivered_at, Some(desk.now()));
    }
}
