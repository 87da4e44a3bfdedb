//! Ticks, in whatever order they come.

use std::time::Duration;

use entity::delivery::DeliveryState;
use entity::{ChannelId, MessageId, message, outbox};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::access::Actor;
use crate::contact::CustomerIdentity;
use crate::error::DeskError;
use crate::journal::{Event, MessageChange};
use crate::message::{Content, FailureRecord, SendMessage};
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
            Settlement::Accepted { wamid: "wamid.out".into(), wa_id: None, bsuid: None, held: false },
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

    /// 131049: at the earliest after a day, then after growing gaps, visible and to be given up.
    async fn a_template_that_meta_held_back_is_tried_again_after_a_day(desk: &TestDesk) {
        let (channel, message) = a_message_is_queued(desk).await;
        let template = Content::Template { name: "promo".into(), language: "pt_BR".into(), body: None, category: None, layout: None, parameters: None };
        desk.database().write(move |unit| Box::pin(async move {
            message::Entity::update_many()
                .set(message::ActiveModel { kind: Set("template".into()), content: Set(template.to_json()), ..Default::default() })
                .filter(message::Column::Id.eq(message))
                .exec(unit.connection())
                .await?;
            Ok::<_, DeskError>(())
        })).await.unwrap();
        let held_back = |wamid: &str, at| StatusReport {
            failure: Some(FailureRecord { code: Some(131_049), ..FailureRecord::default() }),
            ..reports(channel, wamid, ReportedStatus::Failed, at)
        };
        desk.meta_accepts("wamid.first").await;
        for _ in 0..2 {
            // Meta repeats its webhooks.
            desk.hears(vec![Inbound::Status(held_back("wamid.first", desk.now()))]).await;
        }
        let delivery = desk.message_now(message).await.delivery.unwrap();
        assert_eq!(delivery.state, DeliveryState::Queued);
        assert_eq!(delivery.next_attempt_at, Some(desk.now().plus(24 * 3_600_000)));
        assert_eq!(delivery.failure.unwrap().code, Some(131_049), "it says why it waits");
        let conversation = desk.message_now(message).await.conversation_id;
        assert_eq!(desk.conversation_now(conversation).await.undelivered_count, 0);
        // It holds up nobody.
        let text = SendMessage { conversation_id: conversation, client_key: Uuid::new_v4(), content: Content::text("Oi"), reply_to: None, internal: false };
        desk.send_message(&Actor::System, text).await.unwrap();
        assert_eq!(desk.leaving().await.len(), 1);
        desk.pass(Duration::from_hours(24) - Duration::from_secs(1));
        assert!(desk.leaving().await.is_empty());
        desk.discard_message(&Actor::System, message).await.unwrap();
        desk.pass(Duration::from_hours(24));
        assert!(desk.leaving().await.is_empty(), "given up");
    }

    /// Z-10.
    async fn what_did_not_get_through_is_counted_until_it_is_dealt_with(desk: &TestDesk) {
        let (channel, message) = a_message_is_queued(desk).await;
        let conversation = desk.message_now(message).await.conversation_id;
        let undelivered = async || desk.conversation_now(conversation).await.undelivered_count;
        desk.meta_accepts("wamid.out").await;
        let version = desk.conversation_now(conversation).await.version;
        let failed = reports(channel, "wamid.out", ReportedStatus::Failed, desk.now());
        desk.hears(vec![Inbound::Status(failed.clone()), Inbound::Status(failed)]).await;
        assert_eq!(undelivered().await, 1);
        assert_eq!(desk.conversation_now(conversation).await.version, version + 1, "every device takes it as news");
        desk.retry_message(&Actor::System, message).await.unwrap();
        assert_eq!(undelivered().await, 0);
        desk.meta_accepts("wamid.again").await;
        desk.hears(vec![Inbound::Status(reports(channel, "wamid.again", ReportedStatus::Failed, desk.now().plus(5_000)))]).await;
        assert_eq!(undelivered().await, 1);
        desk.close_ticket(&Actor::System, conversation).await.unwrap();
        assert_eq!(undelivered().await, 0, "whoever closes the case has seen it");
        // Another device got it after all.
        desk.hears(vec![Inbound::Status(reports(channel, "wamid.again", ReportedStatus::Delivered, desk.now().plus(6_000)))]).await;
        assert_eq!(undelivered().await, 0, "never less than none");
    }
}
