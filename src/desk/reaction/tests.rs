//! Reactions of the business, on real databases.

use std::time::Duration;

use entity::reaction::ReactionState;
use entity::{ChannelId, ConversationId, MessageId};
use uuid::Uuid;

use crate::access::Actor;
use crate::conversation::window;
use crate::error::DeskError;
use crate::journal::{Event, MessageChange};
use crate::message::{Content, FailureRecord, ReactionAuthor, ReactionView, SendMessage};
use crate::outbox::{Outbound, OutboundTask, Settlement};
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::testing::reacts;
use crate::webhook::{Inbound, Reaction, ReactionReport, ReportedStatus, Writer};

async fn writes(desk: &TestDesk) -> (ChannelId, ConversationId, MessageId) {
    let channel = desk.channel("Shop", None).await;
    let conversation = desk.customer_writes(channel, "1", "Oi").await;
    let said = desk.said_in(conversation.id).await;
    (channel, conversation.id, said[0].id)
}

async fn leaving(desk: &TestDesk) -> Vec<Outbound> {
    desk.claim_outbound("test", 100).await.unwrap()
}

fn emoji_of(outbound: &Outbound) -> Option<&str> {
    match &outbound.task {
        OutboundTask::React { emoji, wamid, .. } => {
            assert_eq!(wamid, "wamid.1.Oi");
            emoji.as_deref()
        }
        other => panic!("{other:?}"),
    }
}

async fn reactions(desk: &TestDesk, message: MessageId) -> Vec<ReactionView> {
    desk.message_now(message).await.reactions
}

fn accepted() -> Settlement {
    Settlement::Accepted {
        wamid: "wamid.reaction".into(),
        wa_id: None,
        bsuid: None,
        held: false,
    }
}

fn refusal() -> FailureRecord {
    FailureRecord {
        code: Some(131_009),
        ..FailureRecord::default()
    }
}

on_both_databases! {
    async fn l067_a_reaction_is_shown_at_once_and_leaves(desk: &TestDesk) {
        let (_, _, message) = writes(desk).await;
        let ana = desk.agent("Ana", &[]).await;
        let before = desk.message_now(message).await;
        let after = desk.react(&Actor::Person(ana.clone()), message, Some("👍")).await.unwrap();
        assert!(after.version > before.version);
        let [shown] = &after.reactions[..] else { panic!("{:?}", after.reactions) };
        assert_eq!((shown.emoji.as_str(), shown.author), ("👍", ReactionAuthor::Person(ana.person_id)));
        assert_eq!(shown.state, Some(ReactionState::Waiting));

        let leaving = leaving(desk).await;
        assert_eq!(leaving.len(), 1);
        assert_eq!(emoji_of(&leaving[0]), Some("👍"));
        desk.settle_outbound(leaving[0].id, accepted()).await.unwrap();
        assert_eq!(reactions(desk, message).await[0].state, Some(ReactionState::Sent));
    }

    async fn l068_another_replaces_it_and_none_takes_it_away(desk: &TestDesk) {
        let (_, _, message) = writes(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let bia = Actor::Person(desk.agent("Bia", &[]).await);
        for (actor, emoji) in [(&ana, Some("👍")), (&bia, Some("❤️")), (&ana, None)] {
            desk.pass(Duration::from_secs(1));
            desk.react(actor, message, emoji).await.unwrap();
            let shown: Vec<_> = reactions(desk, message).await.into_iter().map(|it| it.emoji).collect();
            assert_eq!(shown, emoji.into_iter().collect::<Vec<_>>(), "the customer sees one of the business");
            let leaving = leaving(desk).await;
            assert_eq!(leaving.iter().map(emoji_of).collect::<Vec<_>>(), [emoji]);
            desk.settle_outbound(leaving[0].id, accepted()).await.unwrap();
        }
        desk.react(&ana, message, None).await.unwrap();
        assert!(leaving(desk).await.is_empty(), "there was nothing to take away");
    }

    async fn only_the_newest_of_several_leaves_and_never_beside_another(desk: &TestDesk) {
        let (_, _, message) = writes(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        desk.react(&ana, message, Some("👍")).await.unwrap();
        desk.pass(Duration::from_millis(1));
        desk.react(&ana, message, Some("❤️")).await.unwrap();
        let first = leaving(desk).await;
        assert_eq!(first.iter().map(emoji_of).collect::<Vec<_>>(), [Some("❤️")]);
        desk.pass(Duration::from_millis(1));
        desk.react(&ana, message, Some("🙏")).await.unwrap();
        assert!(leaving(desk).await.is_empty(), "the one under way could overtake it");
        desk.settle_outbound(first[0].id, accepted()).await.unwrap();
        assert_eq!(reactions(desk, message).await[0].state, Some(ReactionState::Waiting));
        assert_eq!(leaving(desk).await.iter().map(emoji_of).collect::<Vec<_>>(), [Some("🙏")]);
    }

    async fn l069_a_reaction_claims_nobody_and_stops_no_counter(desk: &TestDesk) {
        let (_, conversation, message) = writes(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let before = desk.conversation_now(conversation).await;
        desk.react(&ana, message, Some("👍")).await.unwrap();
        assert_eq!(desk.conversation_now(conversation).await, before);
        let events = desk.journal().after(crate::journal::Position(0), 1_000).await.unwrap();
        let last = events.into_iter().last().unwrap().event;
        assert_eq!(last, Event::MessageChanged { message_id: message, conversation_id: conversation, change: MessageChange::Reaction });
    }

    async fn a_reaction_that_fails_is_marked_and_can_be_undone_without_meta(desk: &TestDesk) {
        let (channel, _, message) = writes(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        desk.react(&ana, message, Some("👍")).await.unwrap();
        let first = leaving(desk).await;
        desk.settle_outbound(first[0].id, accepted()).await.unwrap();
        let reacted_at = reactions(desk, message).await[0].at;
        // Meta finds out later, by webhook.
        let report = |channel_id| Inbound::ReactionStatus(ReactionReport {
            channel_id,
            message_id: message,
            reacted_at,
            status: ReportedStatus::Failed,
            failure: Some(refusal()),
        });
        desk.hears(vec![report(desk.channel("Other", None).await)]).await;
        assert_eq!(reactions(desk, message).await[0].state, Some(ReactionState::Sent), "another number's");
        desk.hears(vec![report(channel)]).await;
        let shown = reactions(desk, message).await;
        assert_eq!((shown[0].state, shown[0].failure.clone()), (Some(ReactionState::Failed), Some(refusal())));
        desk.react(&ana, message, None).await.unwrap();
        assert_eq!(reactions(desk, message).await, []);
        assert!(leaving(desk).await.is_empty(), "the customer never saw it");
    }

    async fn a_removal_that_fails_leaves_what_the_customer_sees(desk: &TestDesk) {
        let (_, _, message) = writes(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        desk.react(&ana, message, Some("👍")).await.unwrap();
        desk.settle_outbound(leaving(desk).await[0].id, accepted()).await.unwrap();
        desk.pass(Duration::from_secs(1));
        desk.react(&ana, message, None).await.unwrap();
        assert_eq!(reactions(desk, message).await, []);
        let refused = Settlement::Rejected { failure: refusal(), retry_at: None };
        desk.settle_outbound(leaving(desk).await[0].id, refused).await.unwrap();
        let shown = reactions(desk, message).await;
        assert_eq!((shown[0].emoji.as_str(), shown[0].state), ("👍", Some(ReactionState::Failed)));
    }

    async fn what_was_cut_is_tried_again_since_twice_is_once(desk: &TestDesk) {
        let (_, _, message) = writes(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        desk.react(&ana, message, Some("👍")).await.unwrap();
        desk.settle_outbound(leaving(desk).await[0].id, Settlement::Unclear { failure: refusal() }).await.unwrap();
        assert!(leaving(desk).await.is_empty());
        desk.pass(Duration::from_secs(5));
        assert_eq!(leaving(desk).await.len(), 1);
    }

    async fn only_messages_that_whatsapp_knows_and_are_not_too_old(desk: &TestDesk) {
        let (channel, conversation, message) = writes(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let answer = |internal| SendMessage {
            conversation_id: conversation,
            client_key: Uuid::new_v4(),
            content: Content::text("Olá"),
            reply_to: None,
            internal,
        };
        let (own, _) = desk.send_message(&ana, answer(false)).await.unwrap();
        let (internal, _) = desk.send_message(&ana, answer(true)).await.unwrap();
        for unreachable in [own.id, internal.id] {
            let refused = desk.react(&ana, unreachable, Some("👍")).await;
            assert!(matches!(refused, Err(DeskError::Conflict(_))), "{refused:?}");
        }
        for nonsense in ["", "ok", "👍👍"] {
            let refused = desk.react(&ana, message, Some(nonsense)).await;
            assert!(matches!(refused, Err(DeskError::Invalid { field: "emoji", .. })), "{nonsense}");
        }
        desk.pass(Duration::from_millis(window::LENGTH.unsigned_abs()));
        let closed = desk.react(&ana, message, Some("👍")).await;
        assert!(matches!(closed, Err(DeskError::WindowClosed)));
        desk.pass(Duration::from_hours(29 * 24) + Duration::from_secs(1));
        desk.customer_writes(channel, "1", "again").await;
        let refused = desk.react(&ana, message, Some("👍")).await;
        assert!(matches!(refused, Err(DeskError::Conflict(_))), "older than thirty days: {refused:?}");
    }

    async fn a_window_that_closes_meanwhile_fails_it(desk: &TestDesk) {
        let (_, _, message) = writes(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        desk.react(&ana, message, Some("👍")).await.unwrap();
        desk.pass(Duration::from_millis(window::LENGTH.unsigned_abs()));
        assert!(leaving(desk).await.is_empty());
        let shown = reactions(desk, message).await;
        assert_eq!(shown[0].failure, Some(FailureRecord::window_closed()));
    }

    async fn the_phone_apps_reaction_and_ours_are_one_and_the_customers_is_another(desk: &TestDesk) {
        let (channel, _, message) = writes(desk).await;
        let ana = desk.agent("Ana", &[]).await;
        desk.react(&Actor::Person(ana), message, Some("👍")).await.unwrap();
        desk.settle_outbound(leaving(desk).await[0].id, accepted()).await.unwrap();
        desk.pass(Duration::from_secs(1));
        let by_phone = Reaction {
            channel_id: channel,
            identity: crate::contact::CustomerIdentity::default(),
            writer: Writer::PhoneApp,
            wamid_of_target: "wamid.1.Oi".into(),
            emoji: Some("🙏".into()),
            at: desk.now(),
        };
        desk.hears(vec![
            Inbound::Reaction(by_phone),
            reacts(channel, "wamid.1.Oi", Some("😂"), desk.now()),
        ]).await;
        let mut shown: Vec<_> = reactions(desk, message).await.into_iter().map(|it| (it.emoji, it.author)).collect();
        shown.sort_by(|a, b| a.0.cmp(&b.0));
        let mut expected = vec![("🙏".to_owned(), ReactionAuthor::PhoneApp), ("😂".to_owned(), ReactionAuthor::Customer)];
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(shown, expected);
    }

    async fn who_does_not_see_the_chat_cannot_react(desk: &TestDesk) {
        let sales = desk.department("Sales").await;
        let channel = desk.channel("Shop", Some(sales)).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let message = desk.said_in(conversation.id).await[0].id;
        let other = desk.department("Other").await;
        let carla = Actor::Person(desk.agent("Carla", &[other]).await);
        assert!(matches!(desk.react(&carla, message, Some("👍")).await, Err(DeskError::NotFound("message"))));
        assert!(matches!(desk.react(&Actor::Anonymous, message, Some("👍")).await, Err(DeskError::Unauthenticated)));
    }
}
