//! The outbox, on real databases.

use std::time::Duration;

use entity::channel::PauseReason;
use entity::delivery::DeliveryState;
use entity::{ConversationId, MessageId};
use sea_orm::{ConnectionTrait, DatabaseBackend, QueryTrait, Statement};
use uuid::Uuid;

use super::{OutboundTask, Settlement};
use crate::access::Actor;
use crate::conversation::window;
use crate::message::{Content, FailureRecord, SendMessage};
use crate::testing::{TestDesk, on_both_databases};

async fn answers(desk: &TestDesk, conversation: ConversationId, text: &str) -> MessageId {
    let message = SendMessage {
        conversation_id: conversation,
        client_key: Uuid::new_v4(),
        content: Content::text(text),
        reply_to: None,
        internal: false,
    };
    desk.send_message(&Actor::System, message)
        .await
        .unwrap()
        .0
        .id
}

async fn state(desk: &TestDesk, message: MessageId) -> DeliveryState {
    desk.message_now(message).await.delivery.unwrap().state
}

fn accepted(wamid: &str) -> Settlement {
    Settlement::Accepted {
        wamid: wamid.into(),
        wa_id: None,
        bsuid: None,
        held: false,
    }
}

fn offline() -> FailureRecord {
    FailureRecord {
        title: Some("connection refused".into()),
        ..FailureRecord::default()
    }
}

on_both_databases! {
    async fn messages_leave_one_after_the_other_within_a_conversation(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let one = desk.customer_writes(channel, "1", "Oi").await;
        desk.pass(Duration::from_secs(1));
        let two = desk.customer_writes(channel, "2", "Oi").await;
        let (a, b) = (answers(desk, one.id, "a").await, answers(desk, one.id, "b").await);
        let c = answers(desk, two.id, "c").await;
        let names = |leaving: &[super::Outbound]| -> Vec<MessageId> {
            leaving.iter().filter_map(|outbound| Some(outbound.message.as_ref()?.id)).collect()
        };
        let leaving = desk.leaving().await;
        assert_eq!(names(&leaving), [a, c], "heads only");
        assert_eq!(leaving[0].to.wa_id.as_deref(), Some("1"));
        assert_eq!(leaving[0].message.as_ref().unwrap().text.as_deref(), Some("a"));
        assert!(desk.leaving().await.is_empty(), "b waits for a");
        desk.settle_outbound(leaving[0].id, accepted("wamid.a")).await.unwrap();
        assert_eq!(desk.message_now(a).await.wamid.as_deref(), Some("wamid.a"));
        assert_eq!(names(&desk.leaving().await), [b]);
    }

    async fn f4_what_certainly_was_not_sent_is_sent_later_in_order(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let (a, b) = (answers(desk, conversation.id, "a").await, answers(desk, conversation.id, "b").await);
        let retry_at = desk.now().plus(4_000);
        let leaving = desk.leaving().await;
        desk.settle_outbound(leaving[0].id, Settlement::NotSent { failure: offline(), retry_at: Some(retry_at) }).await.unwrap();
        let delivery = desk.message_now(a).await.delivery.unwrap();
        assert_eq!((delivery.state, delivery.next_attempt_at), (DeliveryState::Queued, Some(retry_at)));
        assert_eq!(delivery.failure, Some(offline()), "it says why it waits");
        assert!(desk.leaving().await.is_empty(), "b does not overtake a");
        desk.pass(Duration::from_secs(4));
        let leaving = desk.leaving().await;
        assert_eq!(leaving[0].message.as_ref().unwrap().id, a);
        assert_eq!(leaving[0].attempts, 1);
        desk.settle_outbound(leaving[0].id, accepted("wamid.a")).await.unwrap();
        let delivery = desk.message_now(a).await.delivery.unwrap();
        assert_eq!((delivery.state, delivery.failure, delivery.next_attempt_at), (DeliveryState::Accepted, None, None));
        assert_eq!(delivery.attempts, 2);
        assert_eq!(desk.leaving().await[0].message.as_ref().unwrap().id, b);
    }

    async fn a_refused_message_stops_nobody(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let (a, b) = (answers(desk, conversation.id, "a").await, answers(desk, conversation.id, "b").await);
        let leaving = desk.leaving().await;
        let failure = FailureRecord { code: Some(131_026), ..FailureRecord::default() };
        desk.settle_outbound(leaving[0].id, Settlement::Rejected { failure, retry_at: None }).await.unwrap();
        assert_eq!(state(desk, a).await, DeliveryState::Failed);
        assert_eq!(desk.leaving().await[0].message.as_ref().unwrap().id, b);
    }

    async fn f3_an_unclear_attempt_is_never_repeated_by_itself_and_holds_up_nobody(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let (a, b) = (answers(desk, conversation.id, "a").await, answers(desk, conversation.id, "b").await);
        let leaving = desk.leaving().await;
        desk.settle_outbound(leaving[0].id, Settlement::Unclear { failure: offline() }).await.unwrap();
        assert_eq!(state(desk, a).await, DeliveryState::Unknown);
        let leaving = desk.leaving().await;
        assert_eq!(leaving[0].message.as_ref().unwrap().id, b);
        desk.settle_outbound(leaving[0].id, accepted("wamid.b")).await.unwrap();
        desk.pass(Duration::from_hours(1));
        assert_eq!(desk.recover_outbound().await.unwrap(), 0);
        assert!(desk.leaving().await.is_empty());
        desk.retry_message(&Actor::System, a).await.unwrap();
        assert_eq!(desk.leaving().await[0].message.as_ref().unwrap().id, a);
    }

    async fn f6_the_window_is_checked_again_when_a_message_leaves(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let message = answers(desk, conversation.id, "a").await;
        desk.pass(Duration::from_millis(window::LENGTH.unsigned_abs()));
        assert!(desk.leaving().await.is_empty());
        let delivery = desk.message_now(message).await.delivery.unwrap();
        assert_eq!(delivery.state, DeliveryState::Failed);
        assert_eq!(delivery.failure.unwrap().code, Some(131_047));
    }

    async fn a_paused_channel_keeps_its_queue(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let message = answers(desk, conversation.id, "a").await;
        desk.pause_channel(channel, PauseReason::TokenRejected, None).await.unwrap();
        assert!(desk.leaving().await.is_empty());
        assert_eq!(state(desk, message).await, DeliveryState::Queued);
    }

    async fn f30_what_was_not_begun_is_given_back(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let message = answers(desk, conversation.id, "a").await;
        let leaving = desk.leaving().await;
        desk.release_outbound(&[leaving[0].id]).await.unwrap();
        let delivery = desk.message_now(message).await.delivery.unwrap();
        assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Queued, 0));
        let again = desk.another_node().await.claim_outbound("other", 10).await.unwrap();
        assert_eq!((again[0].id, again[0].attempts), (leaving[0].id, 0));
    }

    async fn two_nodes_never_claim_the_same(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        for index in 0..20 {
            let conversation = desk.customer_writes(channel, &format!("{index}"), "Oi").await;
            answers(desk, conversation.id, "a").await;
            desk.pass(Duration::from_secs(1));
        }
        let other = desk.another_node().await;
        let claims = (0..10).map(|index| {
            let desk = if index % 2 == 0 { desk.desk.clone() } else { other.clone() };
            tokio::spawn(async move { desk.claim_outbound(&format!("node {index}"), 3).await.unwrap() })
        });
        let mut claimed = Vec::new();
        for claim in claims.collect::<Vec<_>>() {
            claimed.extend(claim.await.unwrap().into_iter().map(|outbound| outbound.id));
        }
        claimed.extend(desk.claim_outbound("last", 100).await.unwrap().into_iter().map(|outbound| outbound.id));
        let count = claimed.len();
        claimed.sort_unstable();
        claimed.dedup();
        assert_eq!((claimed.len(), count), (20, 20));
    }

    async fn read_marks_and_typing_leave_once_and_in_time(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        for _ in 0..3 {
            desk.mark_read(&Actor::System, conversation.id, None).await.unwrap();
            desk.indicate_typing(&Actor::System, conversation.id).await.unwrap();
        }
        let claimed = desk.claim_outbound("test", 10).await.unwrap();
        let wamid = "wamid.1.Oi".to_owned();
        let tasks: Vec<_> = claimed.iter().map(|outbound| outbound.task.clone()).collect();
        assert_eq!(tasks, [OutboundTask::MarkRead { wamid: wamid.clone() }, OutboundTask::Typing { wamid }]);
        for outbound in claimed {
            desk.settle_outbound(outbound.id, Settlement::Done).await.unwrap();
        }
        desk.indicate_typing(&Actor::System, conversation.id).await.unwrap();
        desk.pass(Duration::from_secs(20));
        assert!(desk.claim_outbound("test", 10).await.unwrap().is_empty(), "too late to be true");
    }

    async fn metas_spelling_of_a_number_is_kept(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "5521999990000", "Oi").await;
        answers(desk, conversation.id, "a").await;
        let leaving = desk.leaving().await;
        let settlement = Settlement::Accepted {
            wamid: "wamid.a".into(),
            wa_id: Some("552199990000".into()),
            bsuid: Some("BR.1".into()), held: false
        };
        desk.settle_outbound(leaving[0].id, settlement).await.unwrap();
        answers(desk, conversation.id, "b").await;
        let to = desk.leaving().await[0].to.clone();
        assert_eq!((to.wa_id.as_deref(), to.bsuid.as_deref()), (Some("552199990000"), Some("BR.1")));
    }
}

#[tokio::test]
async fn the_next_to_leave_are_found_by_index() {
    let desk = TestDesk::on_sqlite().await;
    let heads = super::heads::heads(desk.now(), 10).build(DatabaseBackend::Sqlite);
    let explained = Statement {
        sql: format!("EXPLAIN QUERY PLAN {}", heads.sql),
        ..heads
    };
    let rows = desk
        .database()
        .read()
        .query_all_raw(explained)
        .await
        .unwrap();
    let steps: Vec<String> = rows
        .iter()
        .map(|row| row.try_get("", "detail").unwrap())
        .collect();
    assert!(steps[0].contains("INDEX outbox_due"), "{steps:?}");
    let looks_for_earlier = |step: &String| step.contains("INDEX outbox_conversation");
    assert!(steps.iter().any(looks_for_earlier), "{steps:?}");
    assert!(
        !steps.iter().any(|step| step.contains("TEMP B-TREE")),
        "{steps:?}"
    );
}
