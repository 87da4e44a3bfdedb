//! Held replies, on real databases.

use std::time::Duration;

use entity::delivery::DeliveryState;
use entity::message::Direction;
use entity::person::Role;
use entity::{ChannelId, ConversationId, MessageId};
use uuid::Uuid;

use super::{HeldReplyPatch, HeldReplyView, HoldReply, Kept};
use crate::access::Actor;
use crate::error::DeskError;
use crate::message::{Content, SendMessage};
use crate::person::PersonPatch;
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::Inbound;
use crate::webhook::testing::writes;

fn reply(conversation_id: ConversationId, text: &str) -> HoldReply {
    HoldReply {
        conversation_id,
        client_key: Uuid::new_v4(),
        text: text.into(),
        reply_to: None,
        sends_itself: true,
    }
}

/// A conversation whose window has closed.
async fn closed(desk: &TestDesk) -> (ChannelId, ConversationId) {
    let channel = desk.channel("Shop", None).await;
    let conversation = desk.customer_writes(channel, "1", "Oi").await.id;
    desk.pass(Duration::from_hours(25));
    (channel, conversation)
}

async fn hold(desk: &TestDesk, actor: &Actor, reply: HoldReply) -> HeldReplyView {
    match desk.hold_reply(actor, reply).await.unwrap().0 {
        Kept::Held(held) => held,
        Kept::Sent(sent) => panic!("{sent:?} was sent"),
    }
}

async fn waiting(desk: &TestDesk, conversation: ConversationId) -> Vec<String> {
    let found = desk
        .held_replies_of(&Actor::System, &[conversation])
        .await
        .unwrap();
    let replies = found.get(&conversation).cloned().unwrap_or_default();
    let counted = desk.conversation_now(conversation).await.held_count;
    assert_eq!(counted, i32::try_from(replies.len()).unwrap());
    replies.into_iter().map(|reply| reply.text).collect()
}

async fn sent(desk: &TestDesk, conversation: ConversationId) -> Vec<String> {
    let said = desk.said_in(conversation).await.into_iter();
    said.filter(|message| message.direction == Direction::Outbound)
        .filter_map(|message| message.text)
        .collect()
}

on_both_databases! {
    /// L-042: what cannot leave now leaves when the customer writes: once, in order, behind what they wrote.
    async fn what_was_written_after_the_window_closed_leaves_when_the_customer_writes(desk: &TestDesk) {
        let (channel, conversation) = closed(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        for text in ["Achamos seu pedido.", "Sai amanhã."] {
            hold(desk, &ana, reply(conversation, text)).await;
        }
        assert_eq!(waiting(desk, conversation).await, ["Achamos seu pedido.", "Sai amanhã."]);
        assert!(desk.leaving().await.is_empty());
        let again = writes(channel, "1", "E aí?", desk.now());
        for _ in 0..2 {
            // Meta repeats its webhooks.
            desk.hears(vec![Inbound::Message(again.clone()), Inbound::Message(writes(channel, "1", "Oi??", desk.now()))]).await;
        }
        assert!(waiting(desk, conversation).await.is_empty());
        assert_eq!(sent(desk, conversation).await, ["Achamos seu pedido.", "Sai amanhã."]);
        let now = desk.conversation_now(conversation).await;
        assert_eq!(now.agent_id, ana.person_id(), "it is the author's answer");
        assert!(now.waiting_since.is_some(), "it does not answer what the customer has just said");
        let leaving = desk.leaving().await;
        assert_eq!(leaving[0].message.as_ref().unwrap().text.as_deref(), Some("Achamos seu pedido."));
        let states: Vec<_> = desk.said_in(conversation).await.into_iter().filter_map(|message| Some(message.delivery?.state)).collect();
        assert_eq!(states, [DeliveryState::Sending, DeliveryState::Queued]);
    }

    async fn a_draft_waits_for_a_tap(desk: &TestDesk) {
        let (channel, conversation) = closed(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let draft = hold(desk, &ana, HoldReply { sends_itself: false, ..reply(conversation, "Rascunho") }).await;
        let early = desk.send_held_reply(&ana, draft.id).await;
        assert!(matches!(early, Err(DeskError::WindowClosed)));
        desk.hears(vec![Inbound::Message(writes(channel, "1", "Olá?", desk.now()))]).await;
        assert_eq!(waiting(desk, conversation).await, ["Rascunho"]);
        let (message, now) = desk.send_held_reply(&ana, draft.id).await.unwrap();
        assert_eq!((message.client_key, now.waiting_since), (Some(draft.client_key), None), "an answer");
        assert_eq!(sent(desk, conversation).await, ["Rascunho"]);
        assert!(matches!(desk.send_held_reply(&ana, draft.id).await, Err(DeskError::NotFound("held reply"))));
    }

    async fn a_held_reply_is_changed_and_given_up_by_its_author_or_a_supervisor(desk: &TestDesk) {
        let (_, conversation) = closed(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let bia = Actor::Person(desk.agent("Bia", &[]).await);
        let supervisor = Actor::Person(desk.person("Carla", Role::Supervisor, &[]).await);
        let held = hold(desk, &ana, reply(conversation, "Um")).await;
        let version = desk.conversation_now(conversation).await.version;
        let patch = HeldReplyPatch { text: Some("Dois".into()), ..HeldReplyPatch::default() };
        assert!(matches!(desk.update_held_reply(&bia, held.id, patch.clone()).await, Err(DeskError::Forbidden)));
        assert!(matches!(desk.cancel_held_reply(&bia, held.id).await, Err(DeskError::Forbidden)));
        let (changed, now) = desk.update_held_reply(&ana, held.id, patch).await.unwrap();
        assert_eq!((changed.text.as_str(), changed.sends_itself), ("Dois", true));
        assert_eq!(now.version, version + 1, "every device takes it as news");
        let empty = HeldReplyPatch { text: Some("  ".into()), ..HeldReplyPatch::default() };
        assert!(matches!(desk.update_held_reply(&ana, held.id, empty).await, Err(DeskError::Invalid { field: "text", .. })));
        desk.cancel_held_reply(&supervisor, held.id).await.unwrap();
        assert!(waiting(desk, conversation).await.is_empty());
    }

    async fn the_same_key_is_the_same_reply_also_once_it_has_left(desk: &TestDesk) {
        let (channel, conversation) = closed(desk).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let request = reply(conversation, "Oi");
        let first = hold(desk, &ana, request.clone()).await;
        assert_eq!(hold(desk, &ana, request.clone()).await.id, first.id);
        desk.hears(vec![Inbound::Message(writes(channel, "1", "Olá", desk.now()))]).await;
        let (kept, _) = desk.hold_reply(&ana, request.clone()).await.unwrap();
        assert!(matches!(kept, Kept::Sent(message) if message.client_key == Some(request.client_key)));
        assert_eq!(sent(desk, conversation).await, ["Oi"]);
    }

    async fn while_the_window_is_open_a_reply_that_sends_itself_is_sent(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await.id;
        let (kept, now) = desk.hold_reply(&Actor::System, reply(conversation, "Olá")).await.unwrap();
        assert!(matches!(kept, Kept::Sent(_)));
        assert_eq!((now.held_count, now.waiting_since), (0, None));
    }

    async fn a_late_message_of_the_customer_opens_nothing(desk: &TestDesk) {
        let (channel, conversation) = closed(desk).await;
        hold(desk, &Actor::System, reply(conversation, "Olá")).await;
        let late = writes(channel, "1", "de ontem", desk.now().plus(-24 * 3_600_000));
        desk.hears(vec![Inbound::Message(late)]).await;
        assert_eq!(waiting(desk, conversation).await, ["Olá"]);
    }

    async fn the_reply_of_somebody_who_has_left_waits_for_a_colleague(desk: &TestDesk) {
        let (channel, conversation) = closed(desk).await;
        let ana = desk.agent("Ana", &[]).await;
        let held = hold(desk, &Actor::Person(ana.clone()), reply(conversation, "Olá")).await;
        let inactive = PersonPatch { active: Some(false), ..PersonPatch::default() };
        desk.update_person(&Actor::System, ana.person_id, inactive).await.unwrap();
        desk.hears(vec![Inbound::Message(writes(channel, "1", "E aí?", desk.now()))]).await;
        assert_eq!(waiting(desk, conversation).await, ["Olá"]);
        let supervisor = Actor::Person(desk.person("Carla", Role::Supervisor, &[]).await);
        let (message, _) = desk.send_held_reply(&supervisor, held.id).await.unwrap();
        assert_eq!(message.author_id, supervisor.person_id());
    }

    async fn what_cannot_be_kept_is_refused(desk: &TestDesk) {
        let (_, conversation) = closed(desk).await;
        let foreign = HoldReply { reply_to: Some(MessageId(Uuid::new_v4())), ..reply(conversation, "x") };
        assert!(matches!(desk.hold_reply(&Actor::System, foreign).await, Err(DeskError::Invalid { field: "replyTo", .. })));
        for index in 0..20 {
            hold(desk, &Actor::System, reply(conversation, &format!("{index}"))).await;
        }
        assert!(matches!(desk.hold_reply(&Actor::System, reply(conversation, "21")).await, Err(DeskError::Conflict(_))));
        let stranger = Actor::Anonymous;
        assert!(matches!(desk.hold_reply(&stranger, reply(conversation, "x")).await, Err(DeskError::Unauthenticated)));
        let late = SendMessage { conversation_id: conversation, client_key: Uuid::new_v4(), content: Content::text("x"), reply_to: None, internal: false };
        assert!(matches!(desk.send_message(&Actor::System, late).await, Err(DeskError::WindowClosed)));
    }

    /// Z-17.
    async fn a_card_number_is_kept_nowhere(desk: &TestDesk) {
        let (channel, conversation) = closed(desk).await;
        let held = hold(desk, &Actor::System, reply(conversation, "cartão 4111 1111 1111 1111?")).await;
        assert_eq!(held.text, "cartão •••• 1111?");
        let patch = HeldReplyPatch { text: Some("5555555555554444".into()), ..HeldReplyPatch::default() };
        desk.update_held_reply(&Actor::System, held.id, patch).await.unwrap();
        desk.hears(vec![Inbound::Message(writes(channel, "1", "é 4111111111111111", desk.now()))]).await;
        let said: Vec<_> = desk.said_in(conversation).await.into_iter().filter_map(|message| message.text).collect();
        assert_eq!(said, ["Oi", "é •••• 1111", "•••• 4444"]);
    }
}
