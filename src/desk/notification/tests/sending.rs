//! Planning once, claiming once, and what came of it (F18).

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    async fn planning_twice_or_on_two_nodes_rings_once(desk: &TestDesk) {
        let scene = scene(desk).await;
        agent(desk, "Bia", &[scene.sales]).await;
        let from = crate::journal::position(desk.database(), CONSUMER).await.unwrap().unwrap();
        desk.customer_writes(scene.channel, MARIA, "oi").await;
        let other = desk.another_node().await;
        let (one, two) = tokio::join!(
            desk.plan_pushes(CONSUMER, from, 100),
            other.plan_pushes(CONSUMER, from, 100),
        );
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.pushes + two.pushes, 1);
        assert_eq!(one.position, two.position);
        let late = desk.plan_pushes(CONSUMER, from, 100).await.unwrap();
        assert_eq!((late.position, late.pushes), (one.position, 0));
        let nothing = desk.plan_pushes(CONSUMER, one.position, 100).await.unwrap();
        assert_eq!(nothing, Planned { position: one.position, pushes: 0, more: false });
    }

    async fn two_nodes_that_claim_at_once_send_each_push_once(desk: &TestDesk) {
        let scene = scene(desk).await;
        for name in ["Bia", "Caio", "Duda", "Eva"] {
            agent(desk, name, &[scene.sales]).await;
        }
        desk.customer_writes(scene.channel, MARIA, "oi").await;
        plan(desk).await;
        let other = desk.another_node().await;
        let (one, two) = tokio::join!(desk.claim_pushes(2), other.claim_pushes(100));
        let mut sent: Vec<_> = one.unwrap().into_iter().chain(two.unwrap()).map(|job| job.id).collect();
        sent.extend(desk.claim_pushes(100).await.unwrap().into_iter().map(|job| job.id));
        assert_eq!(sent.len(), 4);
        sent.sort();
        sent.dedup();
        assert_eq!(sent.len(), 4);
    }

    async fn a_claim_that_is_never_settled_is_due_again_and_a_push_expires(desk: &TestDesk) {
        let scene = scene(desk).await;
        agent(desk, "Bia", &[scene.sales]).await;
        desk.customer_writes(scene.channel, MARIA, "oi").await;
        plan(desk).await;
        assert_eq!(desk.claim_pushes(10).await.unwrap()[0].attempts, 0);
        assert_eq!(desk.claim_pushes(10).await.unwrap(), []);
        desk.pass(61 * SECOND);
        assert_eq!(desk.claim_pushes(10).await.unwrap()[0].attempts, 1);
        desk.pass(4 * 60 * 60 * SECOND);
        assert_eq!(desk.claim_pushes(10).await.unwrap(), []);
        assert_eq!(desk.waiting_pushes().await.unwrap(), 0);
    }

    async fn what_came_of_a_push_is_recorded_with_the_device(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales]).await;
        let me = Actor::Person(bia);
        let push_state = async || desk.sessions(&me).await.unwrap().remove(0).push;
        let settle = async |outcome: PushOutcome| {
            if desk.waiting_pushes().await.unwrap() == 0 {
                desk.customer_writes(scene.channel, MARIA, &Uuid::new_v4().to_string()).await;
                plan(desk).await;
            }
            let due = desk.next_push_at().await.unwrap().unwrap().since(desk.now()).max(0);
            desk.pass(Duration::from_millis(due.unsigned_abs()));
            let job = desk.claim_pushes(1).await.unwrap().remove(0);
            desk.settle_push(job.id, outcome).await.unwrap();
            (job, desk.waiting_pushes().await.unwrap())
        };
        assert_eq!(settle(PushOutcome::Retry { after_ms: 7_000 }).await.1, 1);
        assert_eq!(desk.next_push_at().await.unwrap(), Some(desk.now().plus(7_000)));
        assert_eq!(settle(PushOutcome::Misconfigured { reason: "403\nBadJwtToken".into() }).await.1, 1);
        assert_eq!(desk.next_push_at().await.unwrap(), Some(desk.now().plus(300_000)));
        assert_eq!(push_state().await.last_failure.as_deref(), Some("403BadJwtToken"));
        let (job, waiting) = settle(PushOutcome::TooLarge).await;
        assert_eq!((job.minimal, waiting), (false, 1));
        let (job, waiting) = settle(PushOutcome::TooLarge).await;
        assert_eq!((job.minimal, waiting), (true, 0), "there is nothing smaller");
        assert_eq!(settle(PushOutcome::GaveUp { reason: "5xx".into() }).await.1, 0);
        assert_eq!(settle(PushOutcome::Accepted).await.1, 0);
        let state = push_state().await;
        assert_eq!((state.last_delivered_at, state.last_failure), (Some(desk.now()), None));
        let after_ms = 5 * 60 * 60 * 1_000;
        assert_eq!(settle(PushOutcome::Retry { after_ms }).await.1, 0, "it would come too late");
        let (job, waiting) = settle(PushOutcome::Gone).await;
        assert_eq!((push_state().await.subscribed, waiting), (false, 0));
        desk.settle_push(job.id, PushOutcome::Accepted).await.unwrap();
    }

    async fn planning_and_claiming_take_the_same_number_of_statements_whatever_happened(desk: &TestDesk) {
        let scene = scene(desk).await;
        let mut costs = Vec::new();
        for round in 0..2 {
            let agents: &[&str] = if round == 0 { &["Bia"] } else { &["Caio", "Duda", "Eva", "Fabi"] };
            for name in agents {
                agent(desk, name, &[scene.sales]).await;
            }
            let customers = if round == 0 { 1..2 } else { 2..9 };
            for customer in customers {
                desk.customer_writes(scene.channel, &format!("552199999100{customer}"), "oi").await;
            }
            let before = desk.database().statements();
            let pushes = plan(desk).await;
            let planned = desk.database().statements();
            let jobs = desk.claim_pushes(100).await.unwrap();
            assert_eq!(jobs.len() as u64, pushes);
            costs.push((planned - before, desk.database().statements() - planned));
        }
        // Planning: the consumer's place, the events, the fence, conversations, people, memberships,
        // subscriptions, presences, one INSERT. Claiming: what is due, what is needless, the rows, their lease;
        // subscriptions, people, memberships, conversations, contacts, addresses, messages, badges.
        assert_eq!(costs, [(9, 12), (9, 12)]);
    }
}
