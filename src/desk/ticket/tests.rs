//! Tickets and assignments, on real databases.

use std::time::Duration;

use entity::{DepartmentId, PersonId};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::DeskError;
use crate::journal::{ConversationChange, Event};
use crate::message::{Content, SendMessage, SystemEvent};
use crate::person::PersonPatch;
use crate::testing::{TestDesk, on_both_databases};

async fn system_events(desk: &TestDesk, conversation: entity::ConversationId) -> Vec<SystemEvent> {
    let thread = desk.all_in(conversation).await;
    thread
        .into_iter()
        .filter_map(|message| match message.content {
            Content::System { event, .. } => Some(event),
            _ => None,
        })
        .collect()
}

on_both_databases! {
    async fn f24_of_two_who_claim_at_once_one_wins(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let (ana, bia) = (desk.agent("Ana", &[]).await, desk.agent("Bia", &[]).await);
        for round in 0..25 {
            let conversation = desk.customer_writes(channel, &format!("{round}"), "Oi").await;
            let attempts = [&ana, &bia].map(|person| {
                let (desk, person, id) = (desk.desk.clone(), person.clone(), conversation.id);
                tokio::spawn(async move { desk.claim(&Actor::Person(person), id).await })
            });
            let mut winners = Vec::new();
            let mut losers = Vec::new();
            for attempt in attempts {
                match attempt.await.unwrap() {
                    Ok(view) => winners.push(view.agent_id.unwrap()),
                    Err(DeskError::AlreadyClaimed { by }) => losers.push(by),
                    Err(error) => panic!("{error}"),
                }
            }
            assert_eq!(winners.len(), 1);
            assert_eq!(winners, losers, "the loser is told who won");
            let events = system_events(desk, conversation.id).await;
            assert_eq!(events, [SystemEvent::TicketOpened, SystemEvent::Claimed]);
            desk.pass(Duration::from_secs(1));
        }
    }

    async fn a_ticket_goes_from_hand_to_hand_and_is_closed(desk: &TestDesk) {
        let (sales, support) = (desk.department("Sales").await, desk.department("Support").await);
        let channel = desk.channel("Shop", Some(sales)).await;
        let ana = desk.agent("Ana", &[sales, support]).await;
        let bia = desk.agent("Bia", &[support]).await;
        let actor = Actor::Person(ana.clone());
        let id = desk.customer_writes(channel, "1", "Oi").await.id;
        let whose = |view: &crate::conversation::ConversationView| -> (Option<PersonId>, Option<DepartmentId>) {
            (view.agent_id, view.department_id)
        };
        let view = desk.claim(&actor, id).await.unwrap();
        assert_eq!(whose(&view), (Some(ana.person_id), Some(sales)), "L-151");
        let view = desk.assign_to_department(&actor, id, support).await.unwrap();
        assert_eq!(whose(&view), (None, Some(support)), "L-149, L-150");
        let view = desk.assign_to_agent(&actor, id, bia.person_id).await.unwrap();
        assert_eq!(whose(&view), (Some(bia.person_id), None), "L-150");
        let ticket = view.ticket_id.unwrap();
        let view = desk.close_ticket(&actor, id).await.unwrap();
        assert_eq!((whose(&view), view.ticket_id, view.waiting_since), ((None, None), None, None), "L-153, L-057");
        assert!(matches!(desk.close_ticket(&actor, id).await, Err(DeskError::AlreadyClosed)));

        let tickets = desk.tickets_by_ids(&[ticket]).await.unwrap();
        let closed = &tickets[&ticket];
        assert_eq!(closed.closed_at, Some(desk.now()));
        assert_eq!((closed.agent_id, closed.department_id), (Some(bia.person_id), Some(support)), "the last ones");
        assert_eq!(system_events(desk, id).await, [
            SystemEvent::TicketOpened,
            SystemEvent::Claimed,
            SystemEvent::AssignedToDepartment,
            SystemEvent::AssignedToAgent,
            SystemEvent::TicketClosed,
        ], "L-154");
        let by = Some(ana.person_id);
        let changes: Vec<_> = desk.journal().after(crate::journal::Position(0), 1_000).await.unwrap().into_iter()
            .filter_map(|entry| match entry.event {
                Event::ConversationChanged { change, by, .. } => Some((change, by)),
                _ => None,
            })
            .collect();
        assert_eq!(changes, [
            (ConversationChange::Opened, None),
            (ConversationChange::Claimed, by),
            (ConversationChange::AssignedToDepartment, by),
            (ConversationChange::AssignedToAgent, by),
            (ConversationChange::Closed, by),
        ]);

        // The customer writes again: a new ticket, and the counter goes on (L-057).
        desk.pass(Duration::from_mins(1));
        let again = desk.customer_writes(channel, "1", "still there?").await;
        assert_eq!(again.id, id);
        assert_ne!(again.ticket_id, Some(ticket));
        assert_eq!(again.department_id, Some(sales));
        assert_eq!(again.waiting_since, Some(crate::testing::NOON));
        let opened = again.ticket_id.unwrap();
        let tickets = desk.tickets_by_ids(&[opened]).await.unwrap();
        assert_eq!(tickets[&opened].protocol, "202611210002");
    }

    async fn answering_a_closed_conversation_opens_a_ticket(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let ana = desk.agent("Ana", &[]).await;
        let actor = Actor::Person(ana.clone());
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        desk.close_ticket(&actor, conversation.id).await.unwrap();
        let message = SendMessage {
            conversation_id: conversation.id,
            client_key: Uuid::new_v4(),
            content: Content::text("One more thing"),
            reply_to: None,
            internal: false,
        };
        let (message, view) = desk.send_message(&actor, message).await.unwrap();
        assert_eq!(view.agent_id, Some(ana.person_id));
        assert_eq!(message.ticket_id, view.ticket_id, "L-024");
        assert!(view.ticket_id.is_some());
    }

    async fn what_a_deactivated_agent_served_is_open_again_and_the_department_is_told(desk: &TestDesk) {
        let sales = desk.department("Sales").await;
        let channel = desk.channel("Shop", Some(sales)).await;
        let (ana, bia) = (desk.agent("Ana", &[sales]).await, desk.agent("Bia", &[sales]).await);
        let boss = desk.person("Rui", entity::person::Role::Administrator, &[]).await;
        let mut anas = Vec::new();
        for customer in ["1", "2"] {
            let id = desk.customer_writes(channel, customer, "Oi").await.id;
            desk.claim(&Actor::Person(ana.clone()), id).await.unwrap();
            anas.push(id);
        }
        let bias = desk.customer_writes(channel, "3", "Oi").await.id;
        desk.claim(&Actor::Person(bia.clone()), bias).await.unwrap();
        let before = desk.journal().head().await.unwrap();
        let out = PersonPatch { active: Some(false), ..PersonPatch::default() };
        desk.update_person(&Actor::Person(boss.clone()), ana.person_id, out).await.unwrap();
        for id in &anas {
            let view = desk.conversation(&Actor::Person(bia.clone()), *id).await.unwrap().unwrap();
            assert_eq!((view.agent_id, view.department_id), (None, Some(sales)));
            assert!(view.ticket_id.is_some(), "the case goes on");
            assert_eq!(system_events(desk, *id).await.last(), Some(&SystemEvent::AgentLeft));
        }
        let view = desk.conversation(&Actor::System, bias).await.unwrap().unwrap();
        assert_eq!(view.agent_id, Some(bia.person_id));
        let mut rung: Vec<_> = desk.events_after(before).await.into_iter()
            .filter_map(|event| match event {
                Event::ConversationChanged {
                    conversation_id, change: ConversationChange::AssignedToDepartment, by,
                } => Some((conversation_id, by)),
                _ => None,
            })
            .collect();
        rung.sort();
        assert_eq!(rung, [(anas[0], Some(boss.person_id)), (anas[1], Some(boss.person_id))]);
        assert_eq!(desk.reopen_what_was_left_behind(None).await.unwrap(), 0);
    }

    async fn only_people_and_departments_that_exist_are_assigned(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let id = desk.customer_writes(channel, "1", "Oi").await.id;
        let nobody = PersonId(Uuid::from_u128(404));
        let nowhere = DepartmentId(Uuid::from_u128(404));
        let refused = desk.assign_to_agent(&Actor::System, id, nobody).await;
        assert!(matches!(refused, Err(DeskError::Invalid { field: "agentId", .. })));
        let refused = desk.assign_to_department(&Actor::System, id, nowhere).await;
        assert!(matches!(refused, Err(DeskError::Invalid { field: "departmentId", .. })));
    }

    async fn tickets_opened_at_once_have_different_protocols(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let attempts = (0..20).map(|index| {
            let desk = desk.desk.clone();
            let message = crate::webhook::testing::writes(channel, &format!("{index}"), "Oi", desk.now());
            let webhook = crate::webhook::testing::parsed(index, vec![crate::webhook::Inbound::Message(message)]);
            tokio::spawn(async move { desk.apply_webhooks(vec![webhook]).await })
        });
        for attempt in attempts.collect::<Vec<_>>() {
            assert_eq!(attempt.await.unwrap().unwrap().quarantined, 0);
        }
        let query = crate::inbox::InboxQuery {
            list: crate::inbox::InboxList::Open,
            filter: crate::inbox::InboxFilter::default(),
            first: 100,
            after: None,
        };
        let open = desk.inbox(&Actor::System, query).await.unwrap().items;
        let ids: Vec<_> = open.iter().filter_map(|view| view.ticket_id).collect();
        let mut protocols: Vec<_> = desk.tickets_by_ids(&ids).await.unwrap().into_values().map(|ticket| ticket.protocol).collect();
        protocols.sort();
        protocols.dedup();
        assert_eq!(protocols.len(), 20);
    }
}
