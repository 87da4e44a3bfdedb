//! Quick replies, on real databases.

use entity::person::Role;
use uuid::Uuid;

use super::{QuickReplyDraft, QuickReplyScope};
use crate::access::Actor;
use crate::error::DeskError;
use crate::journal::Event;
use crate::message::{Content, SendMessage};
use crate::testing::{TestDesk, on_both_databases};

fn draft(short_name: &str, text: &str, scope: QuickReplyScope) -> QuickReplyDraft {
    QuickReplyDraft {
        short_name: short_name.into(),
        text: text.into(),
        scope,
    }
}

async fn names(desk: &TestDesk, actor: &Actor, search: &str) -> Vec<String> {
    let found = desk.quick_replies(actor, search).await.unwrap();
    found.into_iter().map(|reply| reply.short_name).collect()
}

on_both_databases! {
    async fn l080_shared_ones_are_looked_after_and_own_ones_are_ones_own(desk: &TestDesk) {
        let sales = desk.department("Sales").await;
        let other = desk.department("Other").await;
        let ana = desk.agent("Ana", &[sales]).await;
        let bia = Actor::Person(desk.agent("Bia", &[other]).await);
        let (own, ana) = (QuickReplyScope::Person(ana.person_id), Actor::Person(ana));
        let sofia = Actor::Person(desk.person("Sofia", Role::Supervisor, &[]).await);

        let shared = draft("pix", "Nossa chave é …", QuickReplyScope::Everybody);
        let refused = desk.create_quick_reply(&ana, shared.clone()).await;
        assert!(matches!(refused, Err(DeskError::Forbidden)));
        let shared = desk.create_quick_reply(&sofia, shared).await.unwrap();
        desk.create_quick_reply(&sofia, draft("troca", "Trocas em …", QuickReplyScope::Department(sales))).await.unwrap();
        let mine = desk.create_quick_reply(&ana, draft("/Tchau", "Até!", own)).await.unwrap();
        assert_eq!((mine.short_name.as_str(), mine.editable), ("tchau", true));
        let stolen = desk.create_quick_reply(&bia, draft("x", "x", own)).await;
        assert!(matches!(stolen, Err(DeskError::Forbidden)));

        assert_eq!(names(desk, &ana, "").await, ["pix", "tchau", "troca"]);
        assert_eq!(names(desk, &ana, "t").await, ["tchau", "troca"]);
        assert_eq!(names(desk, &bia, "").await, ["pix"]);
        assert_eq!(names(desk, &sofia, "").await, ["pix", "troca"]);
        assert!(!desk.quick_replies(&ana, "pix").await.unwrap()[0].editable);

        let changed = draft("pix", "Outra chave", QuickReplyScope::Everybody);
        assert!(matches!(desk.update_quick_reply(&ana, shared.id, changed.clone()).await, Err(DeskError::Forbidden)));
        assert!(matches!(desk.delete_quick_reply(&bia, mine.id).await, Err(DeskError::NotFound(_))));
        assert!(matches!(desk.delete_quick_reply(&sofia, mine.id).await, Err(DeskError::NotFound(_))));
        assert_eq!(desk.update_quick_reply(&sofia, shared.id, changed).await.unwrap().text, "Outra chave");
        desk.delete_quick_reply(&ana, mine.id).await.unwrap();
        assert_eq!(names(desk, &ana, "").await, ["pix", "troca"]);
    }

    async fn a_short_name_is_unique_among_those_who_share_it(desk: &TestDesk) {
        let ana = desk.agent("Ana", &[]).await;
        let own = QuickReplyScope::Person(ana.person_id);
        let everybody = draft("pix", "a", QuickReplyScope::Everybody);
        desk.create_quick_reply(&Actor::System, everybody.clone()).await.unwrap();
        let twice = desk.create_quick_reply(&Actor::System, draft("PIX", "b", QuickReplyScope::Everybody)).await;
        assert!(matches!(twice, Err(DeskError::Conflict(_))));
        desk.create_quick_reply(&Actor::Person(ana), draft("pix", "mine", own)).await.unwrap();
        let nowhere = draft("y", "y", QuickReplyScope::Department(entity::DepartmentId(Uuid::nil())));
        assert!(matches!(desk.create_quick_reply(&Actor::System, nowhere).await, Err(DeskError::NotFound("department"))));
    }

    async fn a_change_is_told_to_those_whom_it_concerns(desk: &TestDesk) {
        let ana = desk.agent("Ana", &[]).await;
        let head = desk.journal().head().await.unwrap();
        let own = draft("tchau", "Até!", QuickReplyScope::Person(ana.person_id));
        desk.create_quick_reply(&Actor::Person(ana.clone()), own).await.unwrap();
        let entries = desk.journal().after(head, 10).await.unwrap();
        let [entry] = &entries[..] else { panic!("{entries:?}") };
        assert_eq!(entry.event, Event::DirectoryChanged);
        let bia = Actor::Person(desk.agent("Bia", &[]).await);
        assert!(crate::access::may_be_told(&Actor::Person(ana), &entry.event, &entry.audience));
        assert!(!crate::access::may_be_told(&bia, &entry.event, &entry.audience));
    }

    async fn z36_every_placeholder_is_filled_in_or_nothing_is(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let text = "{{contact.name}} {nome} {{contact.phone}} {{agent.name}} {{department.name|geral}} {{channel.name}}";
        let reply = desk.create_quick_reply(&Actor::System, draft("a", text, QuickReplyScope::Everybody)).await.unwrap();
        let filled = desk.filled_quick_reply(&ana, reply.id, conversation.id).await.unwrap();
        assert_eq!(filled.as_deref(), Some("Customer 1 Customer +1 Ana geral Shop"));
        let text = "{{department.name}}";
        let reply = desk.create_quick_reply(&Actor::System, draft("b", text, QuickReplyScope::Everybody)).await.unwrap();
        assert_eq!(desk.filled_quick_reply(&ana, reply.id, conversation.id).await.unwrap(), None);
        let sales = desk.department("Sales").await;
        let channel = desk.channel("Branch", Some(sales)).await;
        let conversation = desk.customer_writes(channel, "2", "Oi").await;
        let sofia = Actor::Person(desk.agent("Sofia", &[sales]).await);
        let filled = desk.filled_quick_reply(&sofia, reply.id, conversation.id).await.unwrap();
        assert_eq!(filled.as_deref(), Some("Sales"));
        let hidden = desk.filled_quick_reply(&ana, reply.id, conversation.id).await;
        assert!(matches!(hidden, Err(DeskError::NotFound("conversation"))));
    }

    async fn z36_a_text_that_still_holds_one_is_not_sent(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let saying = |text: &str, internal| SendMessage {
            conversation_id: conversation.id,
            client_key: Uuid::new_v4(),
            content: Content::text(text),
            reply_to: None,
            internal,
        };
        for text in ["Olá, {{contact.name}}", "Olá, {nome}!", "{{ticket.id}}"] {
            let refused = desk.send_message(&ana, saying(text, false)).await;
            assert!(matches!(refused, Err(DeskError::Invalid { field: "text", .. })), "{text}");
        }
        desk.send_message(&ana, saying("use {{contact.name}}", true)).await.unwrap();
        desk.send_message(&ana, saying("{isto} é texto", false)).await.unwrap();
    }
}
