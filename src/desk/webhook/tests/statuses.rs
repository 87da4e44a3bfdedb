//! Ticks, in whatever order they come.

use std::time::Duration;

use entity::delivery::DeliveryState;
use entity::{ChannelId, MessageId, outbox};
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::access::Actor;
use crate::contact::CustomerIdentity;
use crate::journal::{Event, MessageChange};
use crate::message::{Content, SendMessage};
use crate::outbox::Settlement;
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::testing::{number, reports, writes};
use crate::webhook::{Inbound, InboundMessage, ReportedStatus, StatusReport};

async fn a_message_is_queued(desk: &TestDesk) -> (ChannelId, MessageId) {
    let channel = desk.channel("Shop", None).await;
    let conversation = desk.customer_writes(channel, "1", "Oi").await;
    let message = SendMessage {
        conversation_id: conversation.id,
        client_key: Uuid::new_v4(),
        content: Content::text("Hello"),
        reply_to: None,
        internal: false,
    };
    let (message, _) = desk.send_message(&Actor::System, message).await.unwrap();
    (channel, message.id)
}

async fn state(desk: &TestDesk, message: MessageId) -> DeliveryState {
    desk.message_now(message).await.delivery.unwrap().state
}

fn of_ours(report: StatusReport, message: MessageId) -> Inbound {
    Inbound::Status(StatusReport {
        our_message_id: Some(message),
        ..report
    })
}

async fn outbox_is_empty(desk: &TestDesk) -> bool {
    let waiting = outbox::Entity::find().all(desk.database().read()).await;
    waiting.unwrap().is_empty()
}

on_both_databases! {
    async fn f9_ticks_never_go_back(desk: &TestDesk) {
        use ReportedStatus::{Delivered, Failed, Read, Sent};
        let (channel, message) = a_message_is_queued(desk).await;
        desk.meta_accepts("wamid.out").await;
        assert_eq!(state(desk, message).await, DeliveryState::Accepted);
        let table = [
            (Sent, DeliveryState::Sent),
            (Failed, DeliveryState::Failed),
            (Delivered, DeliveryState::Delivered),
            (Sent, DeliveryState::Delivered),
            (Read, DeliveryState::Read),
            (Delivered, DeliveryState::Read),
            (Failed, DeliveryState::Read),
        ];
        let mut version = desk.message_now(message).await.version;
        for (status, expected) in table {
            let report = reports(channel, "wamid.out", status, desk.now());
            desk.hears(vec![Inbound::Status(report)]).await;
            assert_eq!(state(desk, message).await, expected, "{status:?}");
            let now = desk.message_now(message).await.version;
            assert!(now >= version);
            version = now;
        }
        let delivery = desk.message_now(message).await.delivery.unwrap();
        assert_eq!(delivery.failure.unwrap().code, Some(131_026), "shown beside");
    }

    async fn many_reports_on_a_message_are_one_event(desk: &TestDesk) {
        let (channel, message) = a_message_is_queued(desk).await;
        desk.meta_accepts("wamid.out").await;
        let head = desk.journal().head().await.unwrap();
        let all = [ReportedStatus::Read, ReportedStatus::Sent, ReportedStatus::Delivered, ReportedStatus::Sent];
        let all = all.map(|status| Inbound::Status(reports(channel, "wamid.out", status, desk.now())));
        desk.hears(all.to_vec()).await;
        desk.hears(all.to_vec()).await;
        let events = desk.journal().after(head, 10).await.unwrap();
        assert_eq!(events.len(), 1, "{events:?}");
        assert!(matches!(
            events[0].event,
            Event::MessageChanged { message_id, change: MessageChange::Delivery, .. } if message_id == message
        ));
    }

    async fn a_status_that_overtakes_metas_answer_settles_the_message(desk: &TestDesk) {
        let (channel, message) = a_message_is_queued(desk).await;
        let leaving = desk.leaving().await;
        assert_eq!(state(desk, message).await, DeliveryState::Sending);
        let report = reports(channel, "wamid.out", ReportedStatus::Delivered, desk.now());
        desk.hears(vec![of_ours(report, message)]).await;
        assert_eq!(state(desk, message).await, DeliveryState::Delivered);
        assert_eq!(desk.message_now(message).await.wamid.as_deref(), Some("wamid.out"));
        assert!(outbox_is_empty(desk).await);
        for late in [
            Settlement::Accepted { wamid: "wamid.out".into(), wa_id: None, bsuid: None },
            Settlement::Unclear { failure: crate::message::FailureRecord::default() },
        ] {
            desk.settle_outbound(leaving[0].id, late).await.unwrap();
            assert_eq!(state(desk, message).await, DeliveryState::Delivered);
        }
    }

    async fn f3_a_status_resolves_a_message_whose_fate_was_unknown(desk: &TestDesk) {
        let (channel, message) = a_message_is_queued(desk).await;
        desk.leaving().await;
        desk.pass(Duration::from_secs(61));
        assert_eq!(desk.recover_outbound().await.unwrap(), 1);
        assert_eq!(state(desk, message).await, DeliveryState::Unknown);
        assert!(desk.leaving().await.is_empty(), "never sent again blindly");
        let report = reports(channel, "wamid.out", ReportedStatus::Sent, desk.now());
        desk.hears(vec![of_ours(report, message)]).await;
        assert_eq!(state(desk, message).await, DeliveryState::Sent);
        assert!(outbox_is_empty(desk).await);
    }

    async fn a_status_that_arrives_before_its_message_waits_for_it(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let echo = writes(channel, "1", "from the phone", desk.now());
        let report = reports(channel, &echo.wamid, ReportedStatus::Read, desk.now());
        desk.hears(vec![Inbound::Status(report)]).await;
        desk.hears(vec![Inbound::Echo(echo)]).await;
        let conversation = desk.newest_conversation().await;
        let message = &desk.said_in(conversation.id).await[0];
        assert_eq!(message.delivery.as_ref().unwrap().state, DeliveryState::Read);
        let pruned = desk.prune(0).await.unwrap();
        assert_eq!(pruned.effects, 0, "it does not wait any longer");
    }

    async fn a_status_for_a_message_that_never_comes_is_forgotten_after_an_hour(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let report = reports(channel, "wamid.foreign", ReportedStatus::Sent, desk.now());
        desk.hears(vec![Inbound::Status(report)]).await;
        desk.pass(Duration::from_secs(3_599));
        let pruned = desk.prune(3_600_000).await.unwrap();
        assert_eq!((pruned.effects, pruned.webhooks), (0, 0));
        desk.pass(Duration::from_secs(2));
        let pruned = desk.prune(3_600_000).await.unwrap();
        assert_eq!((pruned.effects, pruned.webhooks), (1, 1));
    }

    async fn late_news_of_an_earlier_attempt_do_not_undo_a_retry(desk: &TestDesk) {
        let (channel, message) = a_message_is_queued(desk).await;
        desk.meta_accepts("wamid.first").await;
        let failed = reports(channel, "wamid.first", ReportedStatus::Failed, desk.now());
        desk.hears(vec![of_ours(failed.clone(), message)]).await;
        assert_eq!(state(desk, message).await, DeliveryState::Failed);
        desk.retry_message(&Actor::System, message).await.unwrap();
        desk.hears(vec![of_ours(failed.clone(), message)]).await;
        assert_eq!(state(desk, message).await, DeliveryState::Queued);
        desk.meta_accepts("wamid.second").await;
        desk.hears(vec![of_ours(failed, message)]).await;
        assert_eq!(state(desk, message).await, DeliveryState::Accepted);
        let report = reports(channel, "wamid.second", ReportedStatus::Delivered, desk.now());
        desk.hears(vec![of_ours(report, message)]).await;
        assert_eq!(state(desk, message).await, DeliveryState::Delivered);
    }

    async fn a_status_tells_how_meta_names_the_customer(desk: &TestDesk) {
        let (channel, message) = a_message_is_queued(desk).await;
        desk.meta_accepts("wamid.out").await;
        let recipient = CustomerIdentity { bsuid: Some("BR.7".into()), ..number("1") };
        let report = reports(channel, "wamid.out", ReportedStatus::Delivered, desk.now());
        desk.hears(vec![Inbound::Status(StatusReport { recipient, ..report })]).await;
        let conversation = desk.message_now(message).await.conversation_id;
        // Later the customer has a username, and Meta withholds the number.
        let identity = CustomerIdentity { bsuid: Some("BR.7".into()), ..CustomerIdentity::default() };
        let later = InboundMessage { identity, ..writes(channel, "x", "it is me", desk.now().plus(1_000)) };
        desk.hears(vec![Inbound::Message(later)]).await;
        assert_eq!(desk.newest_conversation().await.id, conversation);
    }

    async fn a_failure_says_what_metas_code_is(desk: &TestDesk) {
        let (channel, message) = a_message_is_queued(desk).await;
        desk.meta_accepts("wamid.out").await;
        let head = desk.journal().head().await.unwrap();
        let report = reports(channel, "wamid.out", ReportedStatus::Failed, desk.now());
        desk.hears(vec![Inbound::Status(report)]).await;
        let delivery = desk.message_now(message).await.delivery.unwrap();
        assert_eq!(delivery.state, DeliveryState::Failed);
        assert_eq!(delivery.failure.unwrap().code, Some(131_026), "L-096");
        let events = desk.journal().after(head, 10).await.unwrap();
        assert!(matches!(events[0].event, Event::MessageChanged { change: MessageChange::Failed, .. }));
    }
}
