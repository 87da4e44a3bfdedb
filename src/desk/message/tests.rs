//! Writing messages, on real databases.

use std::time::Duration;

use entity::delivery::DeliveryState;
use entity::message::{Direction, Origin};
use entity::{ConversationId, MessageId};
use uuid::Uuid;

use super::{Content, SendMessage, SystemEvent, ThreadQuery};
use crate::access::Actor;
use crate::conversation::window;
use crate::error::DeskError;
use crate::journal::{ConversationChange, Event};
use crate::message::FailureRecord;
use crate::outbox::Settlement;
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::Inbound;
use crate::webhook::testing::writes;

fn answer(conversation_id: ConversationId, text: &str) -> SendMessage {
    SendMessage {
        conversation_id,
        client_key: Uuid::new_v4(),
        content: Content::text(text),
        reply_to: None,
        internal: false,
    }
}

async fn events_of(desk: &TestDesk) -> Vec<Event> {
    let entries = desk
        .journal()
        .after(crate::journal::Position(0), 1_000)
        .await
        .unwrap();
    entries.into_iter().map(|entry| entry.event).collect()
}

async fn state(desk: &TestDesk, message: MessageId) -> DeliveryState {
    desk.message_now(message).await.delivery.unwrap().state
}

on_both_databases! {
    async fn an_answer_is_shown_queued_and_claims(desk: &TestDesk) {
        let sales = desk.department("Sales").await;
        let channel = desk.channel("Shop", Some(sales)).await;
        let ana = desk.agent("Ana", &[sales]).await;
        let bia = desk.agent("Bia", &[sales]).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        desk.pass(Duration::from_secs(30));

        let actor = Actor::Person(ana.clone());
        let (message, after) = desk.send_message(&actor, answer(conversation.id, "  Bom dia! \n")).await.unwrap();
        assert_eq!(message.content, Content::Text { body: "Bom dia!".into(), referral: None });
        assert_eq!((message.direction, message.origin), (Direction::Outbound, Origin::Desk));
        assert_eq!(message.author_id, Some(ana.person_id));
        assert_eq!(message.delivery.as_ref().unwrap().state, DeliveryState::Queued);
        assert_eq!(after.agent_id, Some(ana.person_id), "L-146");
        assert_eq!(after.department_id, Some(sales), "L-151");
        assert_eq!(after.waiting_since, None, "L-051");
        assert_eq!(after.last_message_id, Some(message.id));
        assert_eq!(after.unread_count, 1, "reading is another thing");
        assert!(events_of(desk).await.contains(&Event::ConversationChanged {
            conversation_id: conversation.id,
            change: ConversationChange::Claimed,
            by: Some(ana.person_id),
        }));

        let bia = Actor::Person(bia);
        let (_, after) = desk.send_message(&bia, answer(conversation.id, "Me too")).await.unwrap();
        assert_eq!(after.agent_id, Some(ana.person_id), "L-147, L-152");
        let claims = desk.all_in(conversation.id).await;
        let claims = claims.iter().filter(|message| {
            matches!(message.content, Content::System { event: SystemEvent::Claimed, .. })
        });
        assert_eq!(claims.count(), 1);
    }

    async fn f23_the_same_key_fifty_times_at_once_is_one_message(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let message = answer(conversation.id, "once");
        let attempts = (0..50).map(|_| {
            let (desk, ana, message) = (desk.desk.clone(), ana.clone(), message.clone());
            tokio::spawn(async move { desk.send_message(&ana, message).await.unwrap().0.id })
        });
        let mut ids = Vec::new();
        for attempt in attempts.collect::<Vec<_>>() {
            ids.push(attempt.await.unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "every caller gets the same id");
        assert_eq!(desk.said_in(conversation.id).await.len(), 2);
        assert_eq!(desk.leaving().await.len(), 1);
    }

    async fn a_key_belongs_to_its_author_and_its_conversation(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let first = desk.customer_writes(channel, "1", "Oi").await;
        desk.pass(Duration::from_secs(1));
        let second = desk.customer_writes(channel, "2", "Oi").await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let bia = Actor::Person(desk.agent("Bia", &[]).await);
        let message = answer(first.id, "mine");
        desk.send_message(&ana, message.clone()).await.unwrap();
        let stolen = desk.send_message(&bia, message.clone()).await;
        assert!(matches!(stolen, Err(DeskError::Conflict(_))));
        let elsewhere = SendMessage { conversation_id: second.id, ..message };
        assert!(matches!(desk.send_message(&ana, elsewhere).await, Err(DeskError::Conflict(_))));
    }

    async fn a_closed_window_takes_internal_messages_only(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let a_day = Duration::from_millis((window::LENGTH - window::MARGIN).unsigned_abs());
        desk.pass(a_day.saturating_sub(Duration::from_secs(1)));
        desk.send_message(&ana, answer(conversation.id, "in time")).await.unwrap();
        desk.pass(Duration::from_secs(1));
        let late = desk.send_message(&ana, answer(conversation.id, "late")).await;
        assert!(matches!(late, Err(DeskError::WindowClosed)), "L-042");
        let before = desk.conversation_now(conversation.id).await;
        let internal = SendMessage { internal: true, ..answer(conversation.id, "note") };
        let (note, after) = desk.send_message(&ana, internal).await.unwrap();
        assert_eq!(note.direction, Direction::Internal, "L-084");
        assert_eq!(note.delivery, None);
        assert_eq!(after.agent_id, before.agent_id);
        assert_eq!(desk.leaving().await.len(), 1, "L-081");
    }

    async fn an_internal_message_claims_nobody_and_stops_no_counter(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let internal = SendMessage { internal: true, ..answer(conversation.id, "note") };
        let (_, after) = desk.send_message(&ana, internal).await.unwrap();
        assert_eq!(after.agent_id, None);
        assert_eq!(after.waiting_since, conversation.waiting_since, "L-059");
    }

    async fn text_that_meta_would_refuse_is_refused_here(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        for text in ["", " \n\t ", &"a".repeat(4_097), "a\0b"] {
            let refused = desk.send_message(&Actor::System, answer(conversation.id, text)).await;
            assert!(matches!(refused, Err(DeskError::Invalid { field: "text", .. })), "{text:?}");
        }
        let longest = "ç".repeat(4_096);
        desk.send_message(&Actor::System, answer(conversation.id, &longest)).await.unwrap();
    }

    async fn what_may_not_be_seen_cannot_be_answered(desk: &TestDesk) {
        let (sales, support) = (desk.department("Sales").await, desk.department("Support").await);
        let channel = desk.channel("Shop", Some(sales)).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let stranger = Actor::Person(desk.agent("Eva", &[support]).await);
        let refused = desk.send_message(&stranger, answer(conversation.id, "hi")).await;
        assert!(matches!(refused, Err(DeskError::NotFound("conversation"))));
        let query = ThreadQuery::Last { count: 50, before: None };
        assert!(desk.thread(&stranger, conversation.id, query).await.is_err());
        assert_eq!(desk.conversation(&stranger, conversation.id).await.unwrap(), None);
        let message = desk.said_in(conversation.id).await.remove(0);
        assert_eq!(desk.message(&stranger, message.id).await.unwrap(), None);
        let witness = Actor::Witness(Some(conversation.id));
        assert!(desk.message(&witness, message.id).await.unwrap().is_some());
        assert!(desk.message(&Actor::Witness(None), message.id).await.unwrap().is_none());
    }

    async fn a_reply_quotes_its_message(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let question = desk.said_in(conversation.id).await.remove(0);
        let reply = SendMessage { reply_to: Some(question.id), ..answer(conversation.id, "Hello") };
        let (reply, _) = desk.send_message(&Actor::System, reply).await.unwrap();
        let quoted = reply.reply_to.clone().unwrap();
        assert_eq!((quoted.wamid, quoted.message_id), (question.wamid.clone(), Some(question.id)));
        // An answer to an answer that has not left yet gets its wamid when it leaves.
        let second = SendMessage { reply_to: Some(reply.id), ..answer(conversation.id, "And") };
        desk.send_message(&Actor::System, second).await.unwrap();
        let leaving = desk.leaving().await;
        assert_eq!(leaving[0].reply_to_wamid, question.wamid);
        desk.settle_outbound(leaving[0].id, Settlement::Accepted { wamid: "wamid.out".into(), wa_id: None, bsuid: None, held: false }).await.unwrap();
        assert_eq!(desk.leaving().await[0].reply_to_wamid.as_deref(), Some("wamid.out"));
        // The customer quotes, and what they quote may be unknown.
        for (body, quotes, found) in [("a", "wamid.out", Some(reply.id)), ("b", "wamid.elsewhere", None)] {
            let mut message = writes(channel, "1", body, desk.now().plus(5));
            message.reply_to_wamid = Some(quotes.into());
            desk.hears(vec![Inbound::Message(message)]).await;
            let said = desk.said_in(conversation.id).await;
            let quoted = said.last().unwrap().reply_to.clone().unwrap();
            assert_eq!((quoted.wamid.as_deref(), quoted.message_id), (Some(quotes), found));
        }
        let foreign = SendMessage { reply_to: Some(MessageId(Uuid::new_v4())), ..answer(conversation.id, "x") };
        assert!(matches!(desk.send_message(&Actor::System, foreign).await, Err(DeskError::Invalid { field: "replyTo", .. })));
    }

    async fn a_failed_message_is_retried_or_given_up_by_a_person(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let (message, _) = desk.send_message(&ana, answer(conversation.id, "Hello")).await.unwrap();
        let refuse = async |retry_at| {
            let leaving = desk.leaving().await;
            let failure = FailureRecord { code: Some(131_026), ..FailureRecord::default() };
            desk.settle_outbound(leaving[0].id, Settlement::Rejected { failure, retry_at }).await.unwrap();
        };
        refuse(None).await;
        assert_eq!(state(desk, message.id).await, DeliveryState::Failed);
        for _ in 0..2 {
            let retried = desk.retry_message(&ana, message.id).await.unwrap();
            assert_eq!(retried.delivery.as_ref().unwrap().state, DeliveryState::Queued);
            assert_eq!(retried.delivery.unwrap().failure, None);
        }
        refuse(None).await;
        let given_up = desk.discard_message(&ana, message.id).await.unwrap();
        assert_eq!(given_up.delivery.unwrap().state, DeliveryState::Discarded);
        assert!(desk.leaving().await.is_empty());
        assert!(matches!(desk.retry_message(&ana, message.id).await, Err(DeskError::Conflict(_))));
    }

    async fn a_retry_after_the_window_closed_is_refused(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let (message, _) = desk.send_message(&Actor::System, answer(conversation.id, "Hello")).await.unwrap();
        desk.leaving().await;
        desk.pass(Duration::from_hours(25));
        desk.recover_outbound().await.unwrap();
        let late = desk.retry_message(&Actor::System, message.id).await;
        assert!(matches!(late, Err(DeskError::WindowClosed)));
    }

    async fn a_thread_is_read_in_pages_both_ways(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "0").await;
        // Many share a second: the id decides.
        for index in 1..25 {
            let at = desk.now().plus(index / 5 * 1_000);
            desk.hears(vec![Inbound::Message(writes(channel, "1", &index.to_string(), at))]).await;
        }
        let all: Vec<_> = desk.all_in(conversation.id).await.into_iter().map(|message| message.id).collect();
        assert_eq!(all.len(), 26);
        let mut forward = Vec::new();
        let mut after = None;
        loop {
            let query = ThreadQuery::First { count: 7, after };
            let page = desk.thread(&Actor::System, conversation.id, query).await.unwrap();
            assert_eq!(page.has_previous, after.is_some());
            after = page.items.last().map(super::MessageView::cursor);
            forward.extend(page.items.iter().map(|message| message.id));
            if !page.has_next { break; }
        }
        assert_eq!(forward, all);
        let mut backward = Vec::new();
        let mut before = None;
        loop {
            let query = ThreadQuery::Last { count: 7, before };
            let page = desk.thread(&Actor::System, conversation.id, query).await.unwrap();
            before = page.items.first().map(super::MessageView::cursor);
            backward.extend(page.items.iter().rev().map(|message| message.id));
            if !page.has_previous { break; }
        }
        backward.reverse();
        assert_eq!(backward, all);
        for count in [0, 101] {
            let query = ThreadQuery::First { count, after: None };
            assert!(desk.thread(&Actor::System, conversation.id, query).await.is_err());
        }
    }

    async fn a_page_of_a_thread_costs_five_statements(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let cost = async || {
            let before = desk.database().statements();
            let query = ThreadQuery::Last { count: 50, before: None };
            desk.thread(&ana, conversation.id, query).await.unwrap();
            desk.database().statements() - before
        };
        for index in 0..3 {
            desk.send_message(&ana, answer(conversation.id, "Hello")).await.unwrap();
            let mut message = writes(channel, "1", &index.to_string(), desk.now());
            message.reply_to_wamid = Some("wamid.1.Oi".into());
            desk.hears(vec![Inbound::Message(message)]).await;
            assert_eq!(cost().await, 5);
        }
    }
}
