//! The search, on real databases.

use entity::person::Role;
use entity::{ConversationId, message_search};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder,
    QueryTrait, Statement,
};

use super::SearchQuery;
use super::words::comparable;
use crate::access::Actor;
use crate::error::DeskError;
use crate::message::{Content, SendMessage};
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::Inbound;
use crate::webhook::testing::{edits, revokes, writes};

fn words(text: &str) -> SearchQuery {
    SearchQuery {
        text: text.to_owned(),
        first: 100,
        after: None,
    }
}

async fn found(desk: &TestDesk, conversation: ConversationId, text: &str) -> Vec<String> {
    let found = desk
        .search_thread(&Actor::System, conversation, words(text))
        .await
        .unwrap();
    assert_eq!(found.total, found.page.items.len() as u64);
    found
        .page
        .items
        .into_iter()
        .filter_map(|message| message.text)
        .collect()
}

on_both_databases! {
    /// L-063.
    async fn every_occurrence_is_found_whatever_its_case_and_accents(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Não chegou").await.id;
        let other = desk.customer_writes(channel, "2", "Não é meu").await.id;
        for (body, second) in ["Já paguei 100%", "NÃO mesmo?", "o_o", "Anão de jardim"].into_iter().zip(1..) {
            let at = desk.now().plus(1_000 * second);
            desk.hears(vec![Inbound::Message(writes(channel, "1", body, at))]).await;
        }
        desk.send_message(&Actor::System, SendMessage {
            conversation_id: conversation,
            client_key: uuid::Uuid::new_v4(),
            content: Content::text("Verei já"),
            reply_to: None,
            internal: false,
        }).await.unwrap();
        assert_eq!(found(desk, conversation, "nao").await, ["Anão de jardim", "NÃO mesmo?", "Não chegou"], "the newest first");
        assert_eq!(found(desk, conversation, "JÁ").await, ["Verei já", "Anão de jardim", "Já paguei 100%"], "also within a word: jardim");
        assert_eq!(found(desk, conversation, "não   chegou").await, ["Não chegou"], "a phrase");
        // No character is a pattern's.
        assert_eq!(found(desk, conversation, "%").await, ["Já paguei 100%"]);
        assert_eq!(found(desk, conversation, "_").await, ["o_o"]);
        assert_eq!(found(desk, other, "nao").await, ["Não é meu"], "one thread only");
        for text in ["", " \n", &"x".repeat(201)] {
            let refused = desk.search_thread(&Actor::System, conversation, words(text)).await;
            assert!(matches!(refused, Err(DeskError::Invalid { field: "text", .. })));
        }
    }

    async fn hits_come_in_pages(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "ok 0").await.id;
        for index in 1..12 {
            // Many share a second: the id decides.
            let at = desk.now().plus(index / 4 * 1_000);
            desk.hears(vec![Inbound::Message(writes(channel, "1", &format!("ok {index}"), at))]).await;
        }
        let all = found(desk, conversation, "ok").await;
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let query = SearchQuery { text: "OK".into(), first: 5, after };
            let found = desk.search_thread(&Actor::System, conversation, query).await.unwrap();
            assert_eq!(found.total, 12);
            after = found.page.items.last().map(crate::message::MessageView::cursor);
            paged.extend(found.page.items.into_iter().filter_map(|message| message.text));
            if !found.page.has_next { break; }
        }
        assert_eq!(paged, all);
    }

    async fn what_was_edited_is_found_as_it_is_now_and_what_was_revoked_is_not(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "tinta azul").await.id;
        desk.hears(vec![edits(channel, "wamid.1.tinta azul", "tinta verde", desk.now().plus(1_000))]).await;
        assert!(found(desk, conversation, "azul").await.is_empty());
        assert_eq!(found(desk, conversation, "verde").await, ["tinta verde"]);
        desk.hears(vec![revokes(channel, "wamid.1.tinta azul", desk.now().plus(2_000))]).await;
        assert!(found(desk, conversation, "tinta").await.is_empty());
        // An edit that comes late does not bring it back.
        desk.hears(vec![edits(channel, "wamid.1.tinta azul", "tinta preta", desk.now().plus(1_500))]).await;
        assert!(found(desk, conversation, "tinta").await.is_empty());
    }

    async fn nobody_searches_what_they_may_not_see(desk: &TestDesk) {
        let sales = desk.department("Sales").await;
        let channel = desk.channel("Shop", Some(sales)).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await.id;
        let outsider = Actor::Person(desk.agent("Ana", &[]).await);
        let member = Actor::Person(desk.person("Bia", Role::Agent, &[sales]).await);
        let refused = desk.search_thread(&outsider, conversation, words("oi")).await;
        assert!(matches!(refused, Err(DeskError::NotFound("conversation"))));
        assert_eq!(desk.search_thread(&member, conversation, words("oi")).await.unwrap().total, 1);
    }

    async fn what_was_written_before_there_was_a_search_becomes_findable(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "a 0").await.id;
        for index in 1..7 {
            desk.hears(vec![Inbound::Message(writes(channel, "1", &format!("a {index}"), desk.now().plus(index)))]).await;
        }
        desk.database().write(|unit| Box::pin(async move {
            message_search::Entity::delete_many().exec(unit.connection()).await?;
            Ok::<_, DeskError>(())
        })).await.unwrap();
        assert!(found(desk, conversation, "a").await.is_empty());
        let mut rounds = 0;
        while desk.index_earlier_messages(3).await.unwrap() { rounds += 1; }
        assert_eq!((rounds, found(desk, conversation, "a").await.len()), (3, 7));
        assert!(!desk.index_earlier_messages(3).await.unwrap(), "once");
    }
}

/// Both databases find what a plain comparison finds, for any text and any needle.
#[tokio::test]
async fn both_databases_agree_with_a_plain_comparison() {
    let desks = [TestDesk::on_sqlite().await, TestDesk::on_postgres().await];
    let mut runner = TestRunner::new(Config::default());
    let text = "[a-cÀ-ãçÇñß%_'\\\\ \u{301}ΣςＡ①👍\"]{1,12}";
    let texts = proptest::collection::vec(text, 60);
    let texts = texts.new_tree(&mut runner).unwrap().current();
    let mut conversations = Vec::new();
    for desk in &desks {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "begin").await.id;
        let mut items = Vec::new();
        for (text, index) in texts.iter().zip(0..) {
            let mut message = writes(channel, "1", text, desk.now().plus(index));
            message.wamid = format!("wamid.{index}");
            items.push(Inbound::Message(message));
        }
        desk.hears(items).await;
        conversations.push(conversation);
    }
    for _ in 0..60 {
        let needle = "[a-cÀ-ãç%_'\\\\ \u{301}σΣＡ1]{1,3}";
        let needle = needle.new_tree(&mut runner).unwrap().current();
        let folded = comparable(&needle);
        if folded.is_empty() {
            continue;
        }
        let begin = "begin".to_owned();
        let mut expected: Vec<String> = std::iter::once(&begin)
            .chain(&texts)
            .filter(|text| comparable(text).contains(&folded))
            .cloned()
            .collect();
        expected.reverse();
        for (desk, conversation) in desks.iter().zip(&conversations) {
            assert_eq!(
                found(desk, *conversation, &needle).await,
                expected,
                "{needle:?}"
            );
        }
    }
    let [_, postgres] = desks;
    postgres.remove().await;
}

#[tokio::test]
async fn a_search_reads_one_range_of_one_index() {
    let desk = TestDesk::on_sqlite().await;
    let select = message_search::Entity::find()
        .filter(message_search::Column::ConversationId.eq(ConversationId(uuid::Uuid::nil())))
        .order_by_desc(message_search::Column::SentAt)
        .order_by_desc(message_search::Column::MessageId)
        .build(DatabaseBackend::Sqlite);
    let explained = Statement {
        sql: format!("EXPLAIN QUERY PLAN {}", select.sql),
        ..select
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
    assert_eq!(
        steps,
        ["SEARCH message_search USING PRIMARY KEY (conversation_id=?)"]
    );
}
