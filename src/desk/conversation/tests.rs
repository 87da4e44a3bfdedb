//! Reading and unreading, on real databases.

use std::time::Duration;

use crate::access::Actor;
use crate::error::DeskError;
use crate::journal::{ConversationChange, Event};
use crate::outbox::OutboundTask;
use crate::testing::on_both_databases;
use crate::webhook::Inbound;
use crate::webhook::testing::writes;

on_both_databases! {
    async fn reading_is_shared_and_told_to_meta(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let ana = desk.agent("Ana", &[]).await;
        let actor = Actor::Person(ana.clone());
        let mut ids = Vec::new();
        let mut conversation = desk.customer_writes(channel, "1", "0").await;
        for index in 1..4 {
            desk.pass(Duration::from_secs(1));
            conversation = desk.customer_writes(channel, "1", &index.to_string()).await;
        }
        ids.extend(desk.said_in(conversation.id).await.into_iter().map(|message| message.id));
        assert_eq!(conversation.unread_count, 4);
        assert_eq!(conversation.first_unread_message_id, Some(ids[0]));

        let head = desk.journal().head().await.unwrap();
        let view = desk.mark_read(&actor, conversation.id, Some(ids[1])).await.unwrap();
        assert_eq!((view.unread_count, view.first_unread_message_id), (2, Some(ids[2])));
        let claimed = desk.claim_outbound("test", 10).await.unwrap();
        assert_eq!(claimed[0].task, OutboundTask::MarkRead { wamid: "wamid.1.1".into() });
        // Scrolling up in what was read takes nothing back.
        let view = desk.mark_read(&actor, conversation.id, Some(ids[0])).await.unwrap();
        assert_eq!(view.unread_count, 2);
        let view = desk.mark_read(&actor, conversation.id, None).await.unwrap();
        assert_eq!((view.unread_count, view.first_unread_message_id), (0, None));
        let version = view.version;
        let view = desk.mark_read(&Actor::System, conversation.id, None).await.unwrap();
        assert_eq!(view.version, version, "L-046: it is read for everybody");
        let events = desk.journal().after(head, 100).await.unwrap();
        let read = Event::ConversationChanged {
            conversation_id: conversation.id,
            change: ConversationChange::Read,
            by: Some(ana.person_id),
        };
        assert_eq!(events.iter().filter(|entry| entry.event == read).count(), 2);
        assert_eq!(events.len(), 2);
    }

    async fn a_conversation_can_be_marked_unread(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        desk.mark_read(&Actor::System, conversation.id, None).await.unwrap();
        for _ in 0..2 {
            let view = desk.mark_unread(&Actor::System, conversation.id).await.unwrap();
            assert_eq!(view.unread_count, 1, "L-048");
            assert_eq!(view.first_unread_message_id, conversation.first_unread_message_id);
        }
    }

    async fn reading_up_to_a_foreign_message_is_refused(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let one = desk.customer_writes(channel, "1", "Oi").await;
        desk.pass(Duration::from_secs(1));
        let two = desk.customer_writes(channel, "2", "Oi").await;
        let foreign = desk.said_in(two.id).await[0].id;
        let refused = desk.mark_read(&Actor::System, one.id, Some(foreign)).await;
        assert!(matches!(refused, Err(DeskError::Invalid { field: "upTo", .. })));
    }

    async fn a_customer_can_be_renamed(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let head = desk.journal().head().await.unwrap();
        let contact = conversation.contact_id;
        let view = desk.rename_contact(&Actor::System, contact, Some(" Maria da Silva ".into())).await.unwrap();
        assert_eq!(view.name, "Maria da Silva", "L-107");
        let now = desk.conversation(&Actor::System, conversation.id).await.unwrap().expect("seen");
        assert!(now.version > conversation.version, "devices keep the higher version");
        assert_eq!(view.profile_name.as_deref(), Some("Customer 1"), "L-106");
        let view = desk.rename_contact(&Actor::System, contact, Some("  ".into())).await.unwrap();
        assert_eq!(view.name, "Customer 1");
        let events = desk.journal().after(head, 10).await.unwrap();
        assert!(matches!(events[0].event, Event::ConversationChanged { change: ConversationChange::Contact, .. }));
        // What the customer calls themselves reaches the agents too.
        let mut message = writes(channel, "1", "new name", desk.now().plus(1_000));
        message.identity.profile_name = Some("Mariazinha".into());
        desk.hears(vec![Inbound::Message(message)]).await;
        let contacts = desk.contacts_by_ids(&[contact]).await.unwrap();
        assert_eq!(contacts[&contact].name, "Mariazinha");
    }

    async fn a_steady_message_costs_ten_statements_at_most(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        desk.customer_writes(channel, "1", "first").await;
        for body in ["second", "third"] {
            let message = writes(channel, "1", body, desk.now());
            let webhook = crate::webhook::testing::parsed(1, vec![Inbound::Message(message)]);
            let before = desk.database().statements();
            desk.apply_webhooks(vec![webhook]).await.unwrap();
            let cost = desk.database().statements() - before;
            assert!(cost <= 10, "{cost}");
        }
    }
}
