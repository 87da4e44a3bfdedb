//! What a customer's message does.

use entity::message::{Direction, Origin};

use crate::access::Actor;
use crate::channel::ChannelPatch;
use crate::contact::CustomerIdentity;
use crate::conversation::window;
use crate::inbox::InboxList;
use crate::journal::{Audience, Event, Position};
use crate::message::{Content, SendMessage, SystemEvent};
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::testing::{number, parsed, text, writes};
use crate::webhook::{Call, HistoryMessage, IdentityChanged, Inbound, ReportedStatus, Writer};

async fn ringing(desk: &TestDesk) -> usize {
    let entries = desk.journal().after(Position(0), 1_000).await.unwrap();
    entries
        .iter()
        .filter(|entry| matches!(entry.event, Event::MessageAdded { rings: true, .. }))
        .count()
}

on_both_databases! {
    async fn a_first_message_makes_a_conversation_with_an_open_ticket(desk: &TestDesk) {
        let sales = desk.department("Sales").await;
        let channel = desk.channel("Shop", Some(sales)).await;
        let at = desk.now().plus(-5_000);
        desk.hears(vec![Inbound::Message(writes(channel, "5521999990000", "Oi", at))]).await;

        let conversation = desk.newest_conversation().await;
        assert_eq!(conversation.department_id, Some(sales), "O-17");
        assert_eq!(conversation.agent_id, None);
        assert_eq!(conversation.unread_count, 1);
        assert_eq!(conversation.waiting_since, Some(at), "L-050");
        assert_eq!(conversation.window_expires_at, Some(at.plus(window::LENGTH)), "Z-06");
        assert_eq!(conversation.last_activity_at, at);
        let ticket = conversation.ticket_id.expect("an open ticket");
        let tickets = desk.tickets_by_ids(&[ticket]).await.unwrap();
        assert_eq!(tickets[&ticket].protocol, "202611210001", "L-024");

        let thread = desk.all_in(conversation.id).await;
        assert_eq!(thread.len(), 2);
        assert!(matches!(
            &thread[0].content,
            Content::System { event: SystemEvent::TicketOpened, details: Some(protocol), .. } if protocol == "202611210001"
        ));
        let message = &thread[1];
        assert_eq!((message.direction, message.origin), (Direction::Inbound, Origin::Customer));
        assert_eq!(message.content, text("Oi"));
        assert_eq!(message.text.as_deref(), Some("Oi"));
        assert_eq!(message.ticket_id, Some(ticket));
        assert_eq!(conversation.first_unread_message_id, Some(message.id));
        assert_eq!(conversation.last_message_id, Some(message.id));

        let contacts = desk.contacts_by_ids(&[conversation.contact_id]).await.unwrap();
        let contact = &contacts[&conversation.contact_id];
        assert_eq!(contact.name, "Customer 5521999990000");
        assert_eq!(contact.addresses[0].display, "+5521999990000");
        assert_eq!(ringing(desk).await, 1);
        assert!(desk.unprocessed_webhooks(10).await.unwrap().is_empty());
    }

    async fn f7_the_same_webhook_a_hundred_times_at_once_is_one_message(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let message = writes(channel, "5521999990000", "Oi", desk.now());
        let attempts = (0..100).map(|_| {
            let (desk, message) = (desk.desk.clone(), message.clone());
            tokio::spawn(async move {
                desk.apply_webhooks(vec![parsed(1, vec![Inbound::Message(message)])]).await
            })
        });
        for attempt in attempts.collect::<Vec<_>>() {
            // A loser of the race for the very first message begins anew until it finds it.
            attempt.await.unwrap().unwrap();
        }
        let conversation = desk.newest_conversation().await;
        assert_eq!(conversation.unread_count, 1);
        assert_eq!(desk.said_in(conversation.id).await.len(), 1);
        assert_eq!(desk.all_in(conversation.id).await.len(), 2, "one ticket was opened");
        assert_eq!(ringing(desk).await, 1);
    }

    async fn f11_a_replay_after_eight_days_changes_nothing(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let message = writes(channel, "5521999990000", "Oi", desk.now());
        desk.hears(vec![Inbound::Message(message.clone())]).await;
        let before = desk.newest_conversation().await;
        let head = desk.journal().head().await.unwrap();
        desk.close_ticket(&Actor::System, before.id).await.unwrap();
        let closed = desk.newest_conversation().await;
        desk.pass(std::time::Duration::from_hours(8 * 24));
        desk.prune(0).await.unwrap();
        desk.hears(vec![Inbound::Message(message)]).await;
        assert_eq!(desk.newest_conversation().await, closed, "not even a ticket is opened");
        assert!(desk.journal().head().await.unwrap() > head);
    }

    async fn f10_messages_are_shown_in_the_order_in_which_they_were_written(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let now = desk.now();
        let bodies = |messages: &[crate::message::MessageView]| -> Vec<String> {
            messages.iter().filter_map(|message| message.text.clone()).collect()
        };
        for (body, at) in [("third", now), ("equal second", now), ("second", now.plus(-1_000))] {
            desk.hears(vec![Inbound::Message(writes(channel, "1", body, at))]).await;
        }
        desk.hears(vec![Inbound::Message(writes(channel, "2", "other", now.plus(5)))]).await;
        let late = now.plus(-2 * 3_600_000);
        desk.hears(vec![Inbound::Message(writes(channel, "1", "first", late))]).await;

        let other = desk.newest_conversation().await;
        assert_eq!(bodies(&desk.said_in(other.id).await), ["other"], "a late message does not jump");
        let page = desk.inbox(&Actor::System, crate::inbox::InboxQuery {
            list: InboxList::All, filter: crate::inbox::InboxFilter::default(), first: 10, after: None,
        }).await.unwrap();
        let conversation = page.items[1].clone();
        let thread = desk.said_in(conversation.id).await;
        assert_eq!(bodies(&thread), ["first", "second", "third", "equal second"]);
        assert_eq!(conversation.last_activity_at, now);
        assert_eq!(conversation.last_message_id, Some(thread[3].id));
        assert_eq!(conversation.window_expires_at, Some(now.plus(window::LENGTH)));
        assert_eq!(conversation.waiting_since, Some(late));
        assert_eq!(conversation.first_unread_message_id, Some(thread[0].id));
        assert_eq!(conversation.unread_count, 4);
    }

    async fn an_echo_answers_and_neither_rings_nor_opens_anything(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let now = desk.now();
        desk.hears(vec![Inbound::Echo(writes(channel, "1", "from the phone", now))]).await;
        let conversation = desk.newest_conversation().await;
        assert_eq!(conversation.unread_count, 0);
        assert_eq!(conversation.ticket_id, None);
        assert_eq!(conversation.window_expires_at, None);
        assert_eq!(ringing(desk).await, 0);
        let message = &desk.said_in(conversation.id).await[0];
        assert_eq!((message.direction, message.origin), (Direction::Outbound, Origin::PhoneApp), "L-103");

        desk.hears(vec![Inbound::Message(writes(channel, "1", "question", now.plus(1_000)))]).await;
        desk.hears(vec![Inbound::Message(writes(channel, "1", "another", now.plus(9_000)))]).await;
        desk.hears(vec![Inbound::Echo(writes(channel, "1", "answer", now.plus(5_000)))]).await;
        let waiting = desk.conversation_now(conversation.id).await.waiting_since;
        assert_eq!(waiting, Some(now.plus(9_000)), "the later question is unanswered");
        desk.hears(vec![Inbound::Echo(writes(channel, "1", "more", now.plus(10_000)))]).await;
        assert_eq!(desk.conversation_now(conversation.id).await.waiting_since, None, "L-051");
    }

    async fn l102_to_l105_echo_mode_ends_with_the_ticket_or_by_the_keyword(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let patch = ChannelPatch { echo_keyword: Some(" Encerrar ".into()), ..ChannelPatch::default() };
        let changed = desk.update_channel(&Actor::System, channel, patch).await.unwrap();
        assert_eq!(changed.echo_keyword.as_deref(), Some("Encerrar"));
        let now = desk.now();
        let hears = async |echo: bool, body: &str, after: i64| {
            let message = writes(channel, "1", body, now.plus(after));
            desk.hears(vec![if echo { Inbound::Echo(message) } else { Inbound::Message(message) }]).await;
            desk.newest_conversation().await
        };
        let conversation = hears(false, "question", 0).await;
        assert_eq!(conversation.echo_since, None);
        assert_eq!(hears(true, "answer", 1_000).await.echo_since, Some(now.plus(1_000)), "L-102");
        assert_eq!(hears(true, "encerrar o quê?", 2_000).await.echo_since, Some(now.plus(1_000)));
        assert_eq!(hears(true, "ENCERRAR ", 3_000).await.echo_since, None, "L-105");
        assert_eq!(hears(true, "again", 4_000).await.echo_since, Some(now.plus(4_000)));
        desk.close_ticket(&Actor::System, conversation.id).await.unwrap();
        assert_eq!(desk.conversation_now(conversation.id).await.echo_since, None, "L-104");
        assert_eq!(hears(true, "late", 3_500).await.echo_since, None, "it was written before");

        let patch = ChannelPatch { echo_keyword: Some(" ".into()), ..ChannelPatch::default() };
        desk.update_channel(&Actor::System, channel, patch).await.unwrap();
        let now = hears(true, "encerrar", 5_000).await;
        assert!(now.echo_since.is_some(), "no keyword, no end");
    }

    async fn history_is_shown_and_has_no_effect(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let now = desk.now();
        let long_ago = now.plus(-30 * 86_400_000);
        let placeholder = HistoryMessage {
            message: crate::webhook::InboundMessage {
                content: Content::Unsupported { kind: "media_placeholder".into(), failure: None },
                ..writes(channel, "1", "picture", long_ago)
            },
            writer: Writer::Customer,
            status: None,
        };
        let answer = HistoryMessage {
            message: writes(channel, "1", "answer", long_ago.plus(1_000)),
            writer: Writer::PhoneApp,
            status: Some(ReportedStatus::Read),
        };
        desk.hears(vec![Inbound::History(placeholder.clone()), Inbound::History(answer)]).await;
        let conversation = desk.newest_conversation().await;
        assert_eq!((conversation.unread_count, conversation.ticket_id), (0, None));
        assert_eq!((conversation.window_expires_at, conversation.waiting_since), (None, None));
        assert_eq!(ringing(desk).await, 0);
        let thread = desk.said_in(conversation.id).await;
        assert_eq!(thread[1].delivery.as_ref().unwrap().state, entity::delivery::DeliveryState::Read);

        // The file comes later under the same wamid.
        let filled = HistoryMessage {
            message: crate::webhook::InboundMessage { content: text("a picture"), ..placeholder.message },
            ..placeholder
        };
        desk.hears(vec![Inbound::History(filled)]).await;
        let thread = desk.said_in(conversation.id).await;
        assert_eq!(thread.len(), 2);
        assert_eq!(thread[0].content, text("a picture"));
    }

    async fn a_customers_call_opens_the_window_and_is_one_entry(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let at = desk.now();
        let begins = Call {
            channel_id: channel,
            identity: number("1"),
            call_id: "wacid.1".into(),
            at,
            status: "RINGING".into(),
            duration_seconds: None,
            direction: "USER_INITIATED".into(),
            writer: Writer::Customer,
        };
        let ends = Call { at: at.plus(60_000), status: "COMPLETED".into(), duration_seconds: Some(55), ..begins.clone() };
        for call in [&begins, &ends, &begins, &ends] {
            desk.hears(vec![Inbound::Call(call.clone())]).await;
        }
        let conversation = desk.newest_conversation().await;
        assert_eq!(conversation.window_expires_at, Some(at.plus(window::LENGTH)));
        assert_eq!(conversation.unread_count, 1);
        let thread = desk.said_in(conversation.id).await;
        assert_eq!(thread.len(), 1);
        assert!(matches!(&thread[0].content, Content::Call { duration_seconds: Some(55), .. }));
    }

    async fn a_changed_number_stays_the_same_customer(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let before = desk.customer_writes(channel, "1", "Oi").await;
        desk.pass(std::time::Duration::from_mins(1));
        let change = IdentityChanged {
            channel_id: channel,
            old: number("1"),
            new: CustomerIdentity { bsuid: Some("BR.2".into()), ..number("2") },
            wamid: "wamid.change".into(),
            at: desk.now(),
            note: Some("Maria changed her number".into()),
            changes_identity: true,
        };
        for _ in 0..2 {
            desk.hears(vec![Inbound::IdentityChanged(change.clone())]).await;
        }
        let after = desk.conversation_now(before.id).await;
        assert_eq!(after.window_expires_at, before.window_expires_at, "it is no message");
        assert_eq!(after.unread_count, before.unread_count);
        let again = desk.customer_writes(channel, "2", "it is me").await;
        assert_eq!(again.id, before.id);
        let reports = desk.all_in(before.id).await;
        let reports = reports.iter().filter(|message| {
            matches!(message.content, Content::System { event: SystemEvent::ContactChangedNumber, .. })
        });
        assert_eq!(reports.count(), 1);

        // Answers go to the new number.
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        desk.send_message(&ana, SendMessage {
            conversation_id: before.id, client_key: uuid::Uuid::new_v4(), content: Content::text("Hello"), reply_to: None, internal: false,
        }).await.unwrap();
        let leaving = desk.leaving().await;
        assert_eq!(leaving[0].to.wa_id.as_deref(), Some("2"));
        assert_eq!(leaving[0].to.bsuid.as_deref(), Some("BR.2"));
    }

    async fn a_report_of_a_new_number_that_comes_after_its_first_message_finds_the_customer(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "2", "from my new number").await;
        let change = IdentityChanged {
            channel_id: channel,
            old: number("1"),
            new: number("2"),
            wamid: "wamid.change".into(),
            at: desk.now(),
            note: None,
            changes_identity: true,
        };
        desk.hears(vec![Inbound::IdentityChanged(change)]).await;
        let again = desk.customer_writes(channel, "1", "from my old number").await;
        assert_eq!(again.id, conversation.id);
    }

    async fn a_customer_without_a_number_can_be_answered(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let nobody = CustomerIdentity {
            bsuid: Some("US.77".into()), username: Some("ada".into()), ..CustomerIdentity::default()
        };
        let message = crate::webhook::InboundMessage { identity: nobody, ..writes(channel, "x", "hi", desk.now()) };
        desk.hears(vec![Inbound::Message(message)]).await;
        let conversation = desk.newest_conversation().await;
        let contacts = desk.contacts_by_ids(&[conversation.contact_id]).await.unwrap();
        assert_eq!(contacts[&conversation.contact_id].name, "@ada");
        desk.send_message(&Actor::System, SendMessage {
            conversation_id: conversation.id, client_key: uuid::Uuid::new_v4(), content: Content::text("Hello"), reply_to: None, internal: false,
        }).await.unwrap();
        let leaving = desk.leaving().await;
        assert_eq!((leaving[0].to.wa_id.as_deref(), leaving[0].to.bsuid.as_deref()), (None, Some("US.77")));
    }

    async fn two_known_customers_are_not_merged_by_a_webhook(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let first = desk.customer_writes(channel, "1", "by number").await;
        let bsuid = CustomerIdentity { bsuid: Some("BR.9".into()), ..CustomerIdentity::default() };
        desk.pass(std::time::Duration::from_secs(1));
        let message = crate::webhook::InboundMessage { identity: bsuid, ..writes(channel, "x", "by user id", desk.now()) };
        desk.hears(vec![Inbound::Message(message)]).await;
        let second = desk.newest_conversation().await;
        assert_ne!(first.contact_id, second.contact_id);
        desk.pass(std::time::Duration::from_secs(1));
        let both = CustomerIdentity { bsuid: Some("BR.9".into()), ..number("1") };
        let message = crate::webhook::InboundMessage { identity: both, ..writes(channel, "y", "by both", desk.now()) };
        desk.hears(vec![Inbound::Message(message)]).await;
        let third = desk.newest_conversation().await;
        assert_eq!(third.id, second.id);
        let contacts = desk.contacts_by_ids(&[first.contact_id, second.contact_id]).await.unwrap();
        assert_eq!(contacts[&first.contact_id].addresses.len(), 1);
        assert_eq!(contacts[&second.contact_id].addresses.len(), 1);
    }

    async fn who_loses_sight_of_a_conversation_is_told_that_it_left(desk: &TestDesk) {
        let (sales, support) = (desk.department("Sales").await, desk.department("Support").await);
        let channel = desk.channel("Shop", Some(sales)).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let head = desk.journal().head().await.unwrap();
        desk.assign_to_department(&Actor::System, conversation.id, support).await.unwrap();
        let entries = desk.journal().after(head, 100).await.unwrap();
        assert!(matches!(
            (&entries[0].event, entries[0].audience),
            (Event::ConversationHidden { .. }, Audience::Left { before, after })
                if before.visible_department_id == Some(sales) && after.visible_department_id == Some(support)
        ));
        for entry in &entries[1..] {
            assert!(matches!(
                entry.audience,
                Audience::Conversation { view } if view.visible_department_id == Some(support)
            ));
        }
    }

    async fn text_that_no_database_can_hold_is_kept_all_the_same(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let mut message = writes(channel, "1", "a", desk.now());
        message.content = text("a\0b");
        message.identity.profile_name = Some("M\0a".into());
        let applied = desk.hears(vec![Inbound::Message(message)]).await;
        assert_eq!(applied.quarantined, 0);
        let conversation = desk.newest_conversation().await;
        assert_eq!(desk.said_in(conversation.id).await[0].text.as_deref(), Some("a\u{fffd}b"));
    }
}
