//! Templates, on real databases.

use std::time::Duration;

use entity::delivery::DeliveryState;
use entity::person::Role;
use entity::{ChannelId, ConversationId, TemplateId};
use templates::definition::{Definition, Header, MediaKind, Text};
use templates::standing::{Category, Quality, Status};
use templates::value::{File, FileSource};
use templates::{Problem, Value, Values};
use uuid::Uuid;

use super::{
    ListedTemplate, SendTemplate, StartConversation, Started, TemplateChange, TemplateNews,
    TemplateView, Unsendable,
};
use crate::access::Actor;
use crate::conversation::window;
use crate::error::DeskError;
use crate::journal::{Event, Position};
use crate::message::{Content, FailureRecord};
use crate::outbox::Settlement;
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::Inbound;
use crate::webhook::testing::number;

/// The business account of every test channel.
const ACCOUNT: &str = "900";

fn listed(name: &str, status: Status) -> ListedTemplate {
    ListedTemplate {
        meta_id: format!("meta-{name}"),
        name: name.to_owned(),
        language: "pt_BR".to_owned(),
        category: Category::Utility,
        coming_category: None,
        status,
        reason: None,
        quality: Quality::Green,
        definition: Definition {
            header: Some(Header::Media {
                kind: MediaKind::Image,
                sample: None,
            }),
            body: Text {
                text: "Oi {{1}}!".into(),
                ..Text::default()
            },
            footer: Some("Loja".into()),
            ..Definition::default()
        },
    }
}

fn values() -> Values {
    let source = FileSource::Link {
        url: "https://loja.example/a.png".into(),
    };
    Values::from([
        (
            "header".to_owned(),
            Value::File(File { source, name: None }),
        ),
        ("body.1".to_owned(), Value::text("Ana")),
    ])
}

async fn store(desk: &TestDesk, templates: &[(&str, Status)]) {
    let templates = templates.iter().map(|(name, status)| listed(name, *status));
    desk.store_templates(ACCOUNT, templates.collect())
        .await
        .unwrap();
}

async fn shown(desk: &TestDesk, channel: ChannelId) -> Vec<TemplateView> {
    desk.templates(&Actor::System, channel)
        .await
        .unwrap()
        .templates
}

async fn id_of(desk: &TestDesk, channel: ChannelId, name: &str) -> TemplateId {
    let all = shown(desk, channel).await;
    all.iter()
        .find(|template| template.name == name)
        .unwrap()
        .id
}

async fn told(desk: &TestDesk) -> usize {
    let events = desk.events_after(Position(0)).await;
    events
        .iter()
        .filter(|event| **event == Event::TemplatesChanged)
        .count()
}

fn change(name: &str, news: TemplateNews) -> Inbound {
    Inbound::Template(TemplateChange {
        waba_id: ACCOUNT.to_owned(),
        meta_id: Some(format!("meta-{name}")),
        name: None,
        language: None,
        news,
        summary: String::new(),
    })
}

fn message(conversation_id: ConversationId, template_id: TemplateId) -> SendTemplate {
    SendTemplate {
        conversation_id,
        client_key: Uuid::new_v4(),
        template_id,
        values: values(),
    }
}

fn start(channel_id: ChannelId, digits: &str, template_id: TemplateId) -> StartConversation {
    StartConversation {
        channel_id,
        identity: crate::contact::CustomerIdentity {
            profile_name: None,
            ..number(digits)
        },
        name: Some(" Maria ".into()),
        recontact: false,
        open_ticket: true,
        client_key: Uuid::new_v4(),
        template_id,
        values: values(),
    }
}

on_both_databases! {
    async fn what_meta_lists_is_what_the_picker_shows(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let (due, _) = desk.accounts_with_due_templates().await.unwrap();
        assert_eq!(due.len(), 1, "at the channel's creation");
        store(desk, &[("b", Status::Approved), ("a", Status::Pending)]).await;
        let names: Vec<_> = shown(desk, channel).await.into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(told(desk).await, 1);
        store(desk, &[("b", Status::Approved), ("a", Status::Pending)]).await;
        assert_eq!(told(desk).await, 1, "nothing changed");
        let kept = id_of(desk, channel, "b").await;

        store(desk, &[("b", Status::Paused)]).await;
        let now = shown(desk, channel).await;
        assert_eq!((now.len(), now[0].id, now[0].status), (1, kept, Status::Paused));
        store(desk, &[("b", Status::Paused), ("a", Status::Approved)]).await;
        assert_eq!(shown(desk, channel).await.len(), 2, "it came back");

        assert!(desk.accounts_with_due_templates().await.unwrap().0.is_empty());
        desk.pass(Duration::from_hours(6));
        assert_eq!(desk.accounts_with_due_templates().await.unwrap().0.len(), 1);
    }

    async fn a_list_that_cannot_be_read_is_tried_again_ever_later(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let failure = FailureRecord { code: Some(190), ..FailureRecord::default() };
        for pause in [60, 120, 240] {
            desk.note_failed_templates(ACCOUNT, failure.clone()).await.unwrap();
            desk.pass(Duration::from_secs(pause - 1));
            assert!(desk.accounts_with_due_templates().await.unwrap().0.is_empty(), "{pause}");
            desk.pass(Duration::from_secs(1));
            assert_eq!(desk.accounts_with_due_templates().await.unwrap().0.len(), 1, "{pause}");
        }
        let list = desk.templates(&Actor::System, channel).await.unwrap();
        assert_eq!(list.failure.and_then(|failure| failure.code), Some(190));
        desk.note_failed_templates(ACCOUNT, failure).await.unwrap();
        let agent = Actor::Person(desk.agent("Ana", &[]).await);
        assert!(matches!(desk.sync_templates(&agent).await, Err(DeskError::Forbidden)));
        let overseer = Actor::Person(desk.person("Bia", Role::Supervisor, &[]).await);
        desk.sync_templates(&overseer).await.unwrap();
        assert_eq!(desk.accounts_with_due_templates().await.unwrap().0.len(), 1);
    }

    async fn webhooks_change_a_template_at_once(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        store(desk, &[("a", Status::Approved)]).await;
        let news = [
            TemplateNews::Status { event: "PAUSED".into(), reason: Some("ABUSIVE_CONTENT".into()) },
            TemplateNews::Quality { quality: "RED".into() },
            TemplateNews::Category { current: Some("UTILITY".into()), coming: Some("MARKETING".into()) },
        ];
        for news in news {
            desk.hears(vec![change("a", news)]).await;
        }
        let now = shown(desk, channel).await.remove(0);
        assert_eq!((now.status, now.quality), (Status::Paused, Quality::Red));
        assert_eq!(now.coming_category, Some(Category::Marketing));
        assert_eq!(now.reason.as_deref(), Some("ABUSIVE_CONTENT"));
        assert_eq!(now.unsendable(), Some(Unsendable::Status(Status::Paused)));
        assert_eq!(told(desk).await, 4);
        assert!(desk.accounts_with_due_templates().await.unwrap().0.is_empty());

        desk.hears(vec![change("a", TemplateNews::Components)]).await;
        assert_eq!(desk.accounts_with_due_templates().await.unwrap().0.len(), 1, "listed again");
        store(desk, &[("a", Status::Approved)]).await;
        let gone = TemplateNews::Status { event: "DELETED".into(), reason: None };
        desk.hears(vec![change("a", gone)]).await;
        assert!(shown(desk, channel).await.is_empty());
        desk.hears(vec![change("stranger", TemplateNews::Quality { quality: "GREEN".into() })]).await;
        assert_eq!(desk.accounts_with_due_templates().await.unwrap().0.len(), 1);
    }

    async fn favourites_are_a_persons_own(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        store(desk, &[("a", Status::Approved)]).await;
        let id = id_of(desk, channel, "a").await;
        let (ana, bia) = (desk.agent("Ana", &[]).await, desk.agent("Bia", &[]).await);
        let (ana, bia) = (Actor::Person(ana), Actor::Person(bia));
        for _ in 0..2 {
            desk.set_template_favourite(&ana, id, true).await.unwrap();
        }
        assert!(desk.templates(&ana, channel).await.unwrap().templates[0].favourite);
        assert!(!desk.templates(&bia, channel).await.unwrap().templates[0].favourite);
        desk.set_template_favourite(&ana, id, false).await.unwrap();
        assert!(!desk.templates(&ana, channel).await.unwrap().templates[0].favourite);
        let refused = desk.set_template_favourite(&Actor::System, id, true).await;
        assert!(matches!(refused, Err(DeskError::Forbidden)));
    }

    /// L-042, L-070, L-086: the one message that needs no window; L-115: it opens none.
    async fn a_template_leaves_with_the_window_closed_and_keeps_what_it_showed(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        store(desk, &[("a", Status::Approved)]).await;
        let template = id_of(desk, channel, "a").await;
        desk.pass(Duration::from_millis(u64::try_from(window::LENGTH).unwrap()));
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let wanted = message(conversation.id, template);
        let (sent, after) = desk.send_template(&ana, wanted.clone()).await.unwrap();
        assert_eq!(after.agent_id, ana.person_id());
        assert_eq!(after.window_expires_at, conversation.window_expires_at);
        let Content::Template { body, layout: Some(layout), parameters: Some(_), .. } = &sent.content else {
            panic!("{:?}", sent.content);
        };
        assert_eq!((body.as_deref(), layout.footer.as_deref()), (Some("Oi Ana!"), Some("Loja")));
        assert!(layout.header.is_some(), "L-087");

        store(desk, &[("a", Status::Paused)]).await;
        let (again, _) = desk.send_template(&ana, wanted).await.unwrap();
        assert_eq!(again.id, sent.id, "sent once is sent");

        let leaving = desk.claim_outbound("node", 10).await.unwrap();
        assert_eq!(leaving.len(), 1);
        let held = Settlement::Accepted { wamid: "wamid.1".into(), wa_id: None, bsuid: None, held: true };
        desk.settle_outbound(leaving[0].id, held).await.unwrap();
        let delivery = desk.message_now(sent.id).await.delivery.unwrap();
        assert_eq!(delivery.state, DeliveryState::Accepted);
        assert!(delivery.held_at.is_some());
    }

    async fn a_failed_template_may_be_tried_again_with_the_window_closed(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        store(desk, &[("a", Status::Approved)]).await;
        let template = id_of(desk, channel, "a").await;
        desk.pass(Duration::from_millis(u64::try_from(window::LENGTH).unwrap()));
        let (sent, _) = desk.send_template(&Actor::System, message(conversation.id, template)).await.unwrap();
        let leaving = desk.claim_outbound("node", 10).await.unwrap();
        let failed = Settlement::Rejected { failure: FailureRecord::default(), retry_at: None };
        desk.settle_outbound(leaving[0].id, failed).await.unwrap();
        let anew = desk.retry_message(&Actor::System, sent.id).await.unwrap();
        assert_eq!(anew.delivery.unwrap().state, DeliveryState::Queued);
    }

    async fn what_meta_would_refuse_is_refused_before_anything_is_stored(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let statuses = [
            Status::Pending, Status::Rejected, Status::Paused, Status::Disabled, Status::InAppeal, Status::Other,
        ];
        for status in statuses {
            store(desk, &[("a", status)]).await;
            let template = id_of(desk, channel, "a").await;
            let refused = desk.send_template(&Actor::System, message(conversation.id, template)).await;
            let expected = Unsendable::Status(status);
            assert!(matches!(refused, Err(DeskError::TemplateUnsendable(it)) if it == expected), "{status:?}");
        }
        store(desk, &[("a", Status::Approved)]).await;
        let template = id_of(desk, channel, "a").await;
        for (slot, problem) in [("header", Problem::Missing), ("body.1", Problem::Missing)] {
            let mut wanted = message(conversation.id, template);
            wanted.values.remove(slot);
            let refused = desk.send_template(&Actor::System, wanted).await;
            let Err(DeskError::TemplateValue(refusal)) = refused else { panic!("{slot}") };
            assert_eq!((refusal.slot.as_str(), refusal.problem), (slot, problem));
        }
        store(desk, &[]).await;
        let refused = desk.send_template(&Actor::System, message(conversation.id, template)).await;
        assert!(matches!(refused, Err(DeskError::TemplateUnsendable(Unsendable::Removed))));
        assert_eq!(desk.all_in(conversation.id).await.len(), 2, "the customer's, and the ticket");
    }

    /// L-030, L-031, U-03
    async fn somebody_new_becomes_a_contact_with_a_conversation(desk: &TestDesk) {
        let sales = desk.department("Sales").await;
        let channel = desk.channel("Shop", Some(sales)).await;
        store(desk, &[("a", Status::Approved)]).await;
        let template = id_of(desk, channel, "a").await;
        let ana = Actor::Person(desk.agent("Ana", &[sales]).await);
        let wanted = start(channel, "5561981234567", template);
        let Started::Sent(sent) = desk.start_conversation(&ana, wanted.clone()).await.unwrap() else {
            panic!("nobody was known");
        };
        let (first, conversation) = *sent;
        assert_eq!(conversation.agent_id, ana.person_id());
        assert!(conversation.ticket_id.is_some() && conversation.window_expires_at.is_none());
        let contacts = desk.contacts_by_ids(&[conversation.contact_id]).await.unwrap();
        assert_eq!(contacts[&conversation.contact_id].name, "Maria");
        let Started::Sent(again) = desk.start_conversation(&ana, wanted).await.unwrap() else {
            panic!("the same key");
        };
        assert_eq!(again.0.id, first.id);

        let after = desk.customer_writes(channel, "5561981234567", "Oi").await;
        assert_eq!((after.id, after.agent_id), (conversation.id, ana.person_id()), "U-17");
    }

    /// U-09 to U-11
    async fn who_is_known_or_served_is_told_before_anything_is_written(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        store(desk, &[("a", Status::Approved)]).await;
        let template = id_of(desk, channel, "a").await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let recontact = StartConversation { recontact: true, ..start(channel, "1", template) };
        let Started::Refused(standing) =
            desk.start_conversation(&Actor::System, recontact.clone()).await.unwrap()
        else {
            panic!("the customer is being served");
        };
        assert!(standing.known && standing.protocol.is_some(), "U-11");
        desk.close_ticket(&Actor::System, conversation.id).await.unwrap();
        let unaware = desk.start_conversation(&Actor::System, start(channel, "1", template)).await.unwrap();
        let Started::Refused(standing) = unaware else { panic!("U-09") };
        assert_eq!(standing.protocol, None);
        assert_eq!(standing.conversation.map(|it| it.id), Some(conversation.id));
        let Started::Sent(sent) = desk.start_conversation(&Actor::System, recontact).await.unwrap() else {
            panic!("U-10");
        };
        assert_eq!(sent.1.id, conversation.id);
    }

    /// U-05
    async fn a_number_of_another_department_is_closed_to_an_agent(desk: &TestDesk) {
        let (sales, service) = (desk.department("Sales").await, desk.department("Service").await);
        let channel = desk.channel("Shop", Some(sales)).await;
        store(desk, &[("a", Status::Approved)]).await;
        let template = id_of(desk, channel, "a").await;
        let ana = Actor::Person(desk.agent("Ana", &[service]).await);
        let refused = desk.start_conversation(&ana, start(channel, "1", template)).await;
        assert!(matches!(refused, Err(DeskError::Forbidden)));
        let refused = desk.standing(&ana, channel, &number("1")).await;
        assert!(matches!(refused, Err(DeskError::Forbidden)));
    }

    /// L-031: without a ticket.
    async fn a_message_may_go_without_opening_a_service(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        store(desk, &[("a", Status::Approved)]).await;
        let template = id_of(desk, channel, "a").await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let wanted = StartConversation { open_ticket: false, ..start(channel, "1", template) };
        let Started::Sent(sent) = desk.start_conversation(&ana, wanted).await.unwrap() else {
            panic!("nobody was known");
        };
        assert_eq!((sent.1.ticket_id, sent.1.agent_id), (None, None));
    }
}
