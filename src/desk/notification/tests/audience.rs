//! Whose phone rings, and what it says.

use super::*;
use crate::testing::on_both_databases;

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

    async fn what_was_handed_on_since_does_not_ring_the_old_department(desk: &TestDesk) {
        let scene = scene(desk).await;
        agent(desk, "Bia", &[scene.sales]).await;
        let caio = agent(desk, "Caio", &[scene.support]).await;
        let conversation = desk.customer_writes(scene.channel, MARIA, "oi").await.id;
        assert_eq!(plan(desk).await, 1);
        desk.assign_to_department(&Actor::System, conversation, scene.support).await.unwrap();
        assert_eq!(devices(&told(desk).await), devices_of([&caio]));
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

    /// Z-10.
    async fn a_reply_that_failed_rings_its_author_alone(desk: &TestDesk) {
        let scene = scene(desk).await;
        let bia = agent(desk, "Bia", &[scene.sales]).await;
        agent(desk, "Caio", &[scene.sales]).await;
        let conversation = desk.customer_writes(scene.channel, MARIA, "bom dia").await.id;
        let reply = crate::message::SendMessage {
            conversation_id: conversation,
            client_key: uuid::Uuid::new_v4(),
            content: crate::message::Content::text("já vai"),
            reply_to: None,
            internal: false,
        };
        let (reply, _) = desk.send_message(&Actor::Person(bia.clone()), reply).await.unwrap();
        told(desk).await;
        let leaving = desk.leaving().await;
        let failure = crate::message::FailureRecord { code: Some(131_026), ..Default::default() };
        let refused = crate::outbox::Settlement::Rejected { failure, retry_at: None };
        desk.settle_outbound(leaving[0].id, refused).await.unwrap();
        let jobs = told(desk).await;
        assert_eq!(devices(&jobs), devices_of([&bia]));
        let notice = &jobs[0].notice;
        assert_eq!((notice.occasion, notice.message_id), (Occasion::ReplyFailed, Some(reply.id)));
        assert_eq!(notice.preview, Preview::Text("já vai".into()));
    }
}
