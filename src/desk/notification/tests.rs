//! From an event to a push, on real databases. Which event rings whom is tabled in [`super::rule`].

use std::time::Duration;

use entity::person::Role;
use entity::{
    ChannelId, ConversationId, DepartmentId, DeviceId, MessageId, push_acknowledgement,
    push_subscription,
};
use sea_orm::{EntityTrait, PaginatorTrait};
use uuid::Uuid;

use super::{NewSubscription, Occasion, Planned, Preview, PushJob, PushOutcome};
use crate::DeskError;
use crate::access::{Actor, SignedIn};
use crate::journal::claim;
use crate::person::{Locale, PersonPatch, PreferencesPatch};
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::Inbound;
use crate::webhook::testing::{edits, revokes, writes};

const CONSUMER: &str = "push";
const MARIA: &str = "5521999990001";
const SECOND: Duration = Duration::from_secs(1);

/// Two departments, a channel whose tickets go to the first, and a consumer at the journal's head.
struct Scene {
    sales: DepartmentId,
    support: DepartmentId,
    channel: ChannelId,
}

async fn scene(desk: &TestDesk) -> Scene {
    let sales = desk.department("Vendas").await;
    let support = desk.department("Suporte").await;
    let channel = desk.channel("Loja", Some(sales)).await;
    claim(desk.database(), CONSUMER, "test")
        .await
        .unwrap()
        .unwrap();
    Scene {
        sales,
        support,
        channel,
    }
}

fn subscription(device_id: DeviceId) -> NewSubscription {
    NewSubscription {
        device_id,
        endpoint: format!("https://push.example.com/{device_id}"),
        p256dh: "BP4z".into(),
        auth: "k8JV".into(),
        locale: None,
    }
}

/// The person's device is told from now on.
async fn subscribe(desk: &TestDesk, person: &SignedIn) {
    let device = person.device_id.unwrap();
    let actor = Actor::Person(person.clone());
    let session = desk
        .register_push_subscription(&actor, subscription(device))
        .await;
    assert!(session.unwrap().push.subscribed);
}

/// An agent whose phone is told.
async fn agent(desk: &TestDesk, name: &str, departments: &[DepartmentId]) -> SignedIn {
    let agent = desk.agent(name, departments).await;
    subscribe(desk, &agent).await;
    agent
}

/// Plans everything that happened, and returns how many pushes were added.
async fn plan(desk: &TestDesk) -> u64 {
    let mut pushes = 0;
    let mut from = crate::journal::position(desk.database(), CONSUMER)
        .await
        .unwrap()
        .unwrap();
    loop {
        let planned = desk.plan_pushes(CONSUMER, from, 100).await.unwrap();
        pushes += planned.pushes;
        from = planned.position;
        if !planned.more {
            return pushes;
        }
    }
}

/// Plans, claims and has the push service take everything that is due.
async fn told(desk: &TestDesk) -> Vec<PushJob> {
    plan(desk).await;
    let jobs = desk.claim_pushes(100).await.unwrap();
    for job in &jobs {
        desk.settle_push(job.id, PushOutcome::Accepted)
            .await
            .unwrap();
    }
    jobs
}

fn devices(jobs: &[PushJob]) -> Vec<DeviceId> {
    let mut devices: Vec<_> = jobs.iter().map(|job| job.target.device_id).collect();
    devices.sort();
    devices
}

fn devices_of<const COUNT: usize>(people: [&SignedIn; COUNT]) -> Vec<DeviceId> {
    let mut devices: Vec<_> = people
        .iter()
        .filter_map(|person| person.device_id)
        .collect();
    devices.sort();
    devices
}

async fn newest_message(desk: &TestDesk, conversation: ConversationId) -> MessageId {
    desk.said_in(conversation).await.last().unwrap().id
}

on_both_databases! {
    async fn a_first_message_rings_the_members_of_the_channels_department(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales]).await;
        let caio = agent(desk, "Caio", &[scene.sales, scene.support]).await;
        agent(desk, "Duda", &[scene.support]).await;
        let supervisor = desk.person("Eva", Role::Supervisor, &[]).await;
        subscribe(desk, &supervisor).await;
        let conversation = desk.customer_writes(scene.channel, MARIA, "bom dia").await;
        let jobs = told(desk).await;
        assert_eq!(devices(&jobs), devices_of([&bia, &caio]));
        let notice = &jobs[0].notice;
        assert_eq!(notice.occasion, Occasion::NewMessage);
        assert_eq!(notice.contact_name.as_deref(), Some("Customer 5521999990001"));
        assert_eq!(notice.preview, Preview::Text("bom dia".into()));
        assert_eq!(notice.conversation_id, conversation.id);
        assert_eq!(notice.message_id, Some(newest_message(desk, conversation.id).await));
        assert_eq!((notice.count, notice.badge, notice.locale), (1, 1, Locale::PtBr));
        assert_eq!(told(desk).await, [], "each is told once");
    }

    async fn an_agents_conversation_rings_the_agent_alone(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales]).await;
        agent(desk, "Caio", &[scene.sales]).await;
        let conversation = desk.customer_writes(scene.channel, MARIA, "bom dia").await;
        desk.claim(&Actor::Person(bia.clone()), conversation.id).await.unwrap();
        told(desk).await;
        desk.customer_writes(scene.channel, MARIA, "ainda aí?").await;
        let jobs = told(desk).await;
        assert_eq!(devices(&jobs), devices_of([&bia]));
        assert_eq!((jobs[0].notice.count, jobs[0].notice.badge), (2, 1));
    }

    async fn forwarding_rings_those_it_goes_to_but_not_the_doer(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales, scene.support]).await;
        let caio = agent(desk, "Caio", &[scene.support]).await;
        let conversation = desk.customer_writes(scene.channel, MARIA, "bom dia").await.id;
        told(desk).await;
        let me = Actor::Person(bia.clone());
        desk.assign_to_department(&me, conversation, scene.support).await.unwrap();
        let jobs = told(desk).await;
        assert_eq!(devices(&jobs), devices_of([&caio]));
        assert_eq!(jobs[0].notice.occasion, Occasion::AssignedToDepartment);
        desk.assign_to_agent(&Actor::Person(caio), conversation, bia.person_id).await.unwrap();
        let jobs = told(desk).await;
        assert_eq!(devices(&jobs), devices_of([&bia]));
        assert_eq!(jobs[0].notice.occasion, Occasion::AssignedToAgent);
        desk.assign_to_agent(&me, conversation, bia.person_id).await.ok();
        assert_eq!(told(desk).await, [], "nobody is told of their own doing");
    }

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

    async fn what_was_read_elsewhere_is_withdrawn(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales]).await;
        let conversation = desk.customer_writes(scene.channel, MARIA, "oi").await.id;
        assert_eq!(plan(desk).await, 1);
        desk.mark_read(&Actor::Person(bia.clone()), conversation, None).await.unwrap();
        assert_eq!(desk.waiting_pushes().await.unwrap(), 0);
        desk.customer_writes(scene.channel, MARIA, "alô").await;
        desk.mark_read(&Actor::Person(bia), conversation, None).await.unwrap();
        assert_eq!(plan(desk).await, 0, "read before it was planned");
    }

    async fn what_changed_since_is_told_as_it_is_now_or_not_at_all(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales]).await;
        let message = writes(scene.channel, MARIA, "preso", desk.now());
        let wamid = message.wamid.clone();
        desk.hears(vec![Inbound::Message(message)]).await;
        plan(desk).await;
        desk.hears(vec![edits(scene.channel, &wamid, "preço", desk.now().plus(1))]).await;
        let job = desk.claim_pushes(1).await.unwrap().remove(0);
        assert_eq!(job.notice.preview, Preview::Text("preço".into()));
        desk.settle_push(job.id, PushOutcome::Retry { after_ms: 0 }).await.unwrap();
        desk.hears(vec![revokes(scene.channel, &wamid, desk.now().plus(2))]).await;
        let job = desk.claim_pushes(1).await.unwrap().remove(0);
        assert_eq!((job.notice.preview, job.attempts), (Preview::Revoked, 1));
        desk.settle_push(job.id, PushOutcome::Retry { after_ms: 0 }).await.unwrap();
        let silence = PreferencesPatch { notifications: Some(false), ..PreferencesPatch::default() };
        desk.update_preferences(&Actor::Person(bia), silence).await.unwrap();
        assert_eq!(desk.claim_pushes(1).await.unwrap(), []);
        assert_eq!(desk.waiting_pushes().await.unwrap(), 0);
    }

    async fn what_was_handed_on_since_does_not_ring_the_old_department(desk: &TestDesk) {
        let scene = scene(desk).await;
        agent(desk, "Bia", &[scene.sales]).await;
        let caio = agent(desk, "Caio", &[scene.support]).await;
        let conversation = desk.customer_writes(scene.channel, MARIA, "oi").await.id;
        assert_eq!(plan(desk).await, 1);
        desk.assign_to_department(&Actor::System, conversation, scene.support).await.unwrap();
        assert_eq!(devices(&told(desk).await), devices_of([&caio]));
    }

    async fn a_burst_is_one_push_that_counts(desk: &TestDesk) {
        let scene = scene(desk).await;
        agent(desk, "Bia", &[scene.sales]).await;
        for body in ["um", "dois", "três"] {
            desk.customer_writes(scene.channel, MARIA, body).await;
        }
        assert_eq!(plan(desk).await, 1);
        desk.customer_writes(scene.channel, MARIA, "quatro").await;
        let jobs = told(desk).await;
        assert_eq!(jobs.len(), 1);
        assert_eq!(jobs[0].notice.count, 4);
        assert_eq!(jobs[0].notice.preview, Preview::Text("quatro".into()));
        assert_eq!(desk.waiting_pushes().await.unwrap(), 0);
    }

    async fn the_badge_counts_conversations_that_are_the_persons_to_answer(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales]).await;
        let caio = agent(desk, "Caio", &[scene.support]).await;
        for (number, customer) in ["5521999990002", "5521999990003", "5521999990004"].iter().enumerate() {
            let conversation = desk.customer_writes(scene.channel, customer, "oi").await.id;
            if number == 0 {
                desk.assign_to_agent(&Actor::System, conversation, caio.person_id).await.unwrap();
            }
        }
        told(desk).await;
        desk.customer_writes(scene.channel, "5521999990003", "alô").await;
        desk.customer_writes(scene.channel, "5521999990002", "alô").await;
        let badge_of = |jobs: &[PushJob], person: &SignedIn| {
            let job = jobs.iter().find(|job| job.target.person_id == person.person_id);
            job.map(|job| job.notice.badge)
        };
        let jobs = told(desk).await;
        assert_eq!((badge_of(&jobs, &bia), badge_of(&jobs, &caio)), (Some(2), Some(1)));
    }

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
