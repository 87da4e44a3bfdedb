//! The program dies without a word, at any moment.

use std::collections::BTreeSet;
use std::time::Duration;

use guiche_tests::on_both_databases;
use guiche_tests::support::storm::{self, CUSTOMERS, Storm};
use guiche_tests::support::{Client, Installation, Watch, webhook};
use reqwest::StatusCode;
use sandbox::{Call, CallQuery, StatusSettings};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PATIENCE, rounds};

on_both_databases!(
    f1_what_was_acknowledged_survives_kills_and_nothing_is_doubled,
    f1_a_batch_of_a_thousand_that_a_kill_cuts_in_two_has_its_thousand_effects_once,
    f3_of_hundreds_of_sends_random_kills_lose_none_and_double_none,
);

async fn f1_what_was_acknowledged_survives_kills_and_nothing_is_doubled(desk: &mut Installation) {
    let storm = Storm::default();
    let mut sent = BTreeSet::new();
    for round in 0..rounds(10) {
        let blowing = storm.blow(desk, 200);
        let moment = Duration::from_millis(rand::random_range(20..500));
        // The moment is the point of this test: there is nothing to wait for.
        tokio::time::sleep(moment).await;
        desk.kill().await;
        let (acknowledged, refused) = blowing.stop().await;
        desk.launch().await;
        desk.store().understood().await;
        let stored: BTreeSet<_> = stored(desk).await.into_iter().collect();
        for wamid in acknowledged.keys() {
            assert!(
                stored.contains(wamid),
                "round {round}: {wamid} was acknowledged and is lost"
            );
        }
        storm::repeat(desk, &refused).await;
        sent.extend(acknowledged.into_keys().chain(refused.into_keys()));
    }
    desk.store().understood().await;
    let mut stored = stored(desk).await;
    stored.sort();
    assert_eq!(
        stored,
        sent.iter().cloned().collect::<Vec<_>>(),
        "each once"
    );
    let unread = desk
        .store()
        .count("SELECT CAST(sum(unread_count) AS bigint) FROM conversation");
    assert_eq!(unread.await, i64::try_from(sent.len()).expect("a number"));
}

async fn f1_a_batch_of_a_thousand_that_a_kill_cuts_in_two_has_its_thousand_effects_once(
    desk: &mut Installation,
) {
    let mut batches = 0;
    // A kill may come when all of a batch is applied already: then another batch is cut.
    let mut cut = false;
    while !cut {
        batches += 1;
        assert!(batches < 10, "no kill comes in time to cut anything");
        let before = stored(desk).await.len();
        let body = a_thousand(batches);
        assert_eq!(webhook::post(desk, &body).await, StatusCode::OK);
        let applied = async {
            while stored(desk).await.len() == before {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, applied)
            .await
            .expect("a beginning");
        desk.kill().await;
        cut = stored(desk).await.len() < before + 1_000;
        desk.launch().await;
        assert_eq!(webhook::post(desk, &body).await, StatusCode::OK);
        desk.store().understood().await;
    }
    let store = desk.store();
    for (sql, count) in [
        (
            "SELECT count(*) FROM message WHERE wamid IS NOT NULL",
            batches * 1_000,
        ),
        ("SELECT count(DISTINCT wamid) FROM message", batches * 1_000),
        (
            "SELECT CAST(sum(unread_count) AS bigint) FROM conversation",
            batches * 1_000,
        ),
        // One conversation, one ticket each.
        (
            "SELECT count(*) FROM ticket",
            i64::try_from(CUSTOMERS).expect("few"),
        ),
    ] {
        assert_eq!(store.count(sql).await, count, "{sql}");
    }
}

/// One webhook with a thousand messages.
fn a_thousand(batch: i64) -> Value {
    let change = |number| {
        let customer = number % CUSTOMERS;
        let text = webhook::text(
            &format!("55619{customer:08}"),
            &format!("Customer {customer}"),
            &format!("wamid.batch.{batch}.{number:04}"),
            1_795_000_000,
            "Oi!",
        );
        text["entry"][0]["changes"][0].clone()
    };
    let changes: Vec<_> = (0..1_000).map(change).collect();
    let entry = json!({ "id": "100200300400500", "changes": changes });
    json!({ "object": "whatsapp_business_account", "entry": [entry] })
}

/// The bar: nothing is lost, nothing is doubled, and what nobody can know is shown as unknown.
async fn f3_of_hundreds_of_sends_random_kills_lose_none_and_double_none(desk: &mut Installation) {
    const CONVERSATIONS: usize = 25;
    const EACH: usize = 20;
    desk.sandbox.set_statuses(StatusSettings {
        automatic: false,
        ..StatusSettings::default()
    });
    let watch = Watch::start(desk).await;
    for number in 0..CONVERSATIONS {
        let customer = desk.customer(&format!("Customer {number}"), &format!("55619{number:08}"));
        desk.says(&customer, "Oi!");
    }
    assert!(desk.sandbox.settled(PATIENCE).await);
    desk.store().understood().await;
    let conversations = watch.client.inbox("ALL").await;
    assert_eq!(conversations.len(), CONVERSATIONS);
    let client = watch.client.clone();
    let writing = tokio::spawn(async move {
        for number in 0..EACH {
            for conversation in &conversations {
                write(&client, &conversation["id"], number).await;
            }
        }
    });
    for _ in 0..rounds(5) {
        let moment = Duration::from_millis(rand::random_range(200..1_500));
        tokio::time::sleep(moment).await;
        desk.kill().await;
        desk.launch().await;
    }
    tokio::time::timeout(Duration::from_mins(2), writing)
        .await
        .expect("everything is written in time")
        .expect("and without a refusal");
    let settled = async {
        let open =
            "SELECT count(*) FROM outbox WHERE message_id IS NOT NULL AND state <> 'unknown'";
        while desk.store().count(open).await > 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), settled)
        .await
        .expect("everything leaves in time");
    judge(desk, i64::try_from(CONVERSATIONS * EACH).expect("few")).await;
}

/// As the PWA does it: the same key until there is an answer.
async fn write(client: &Client, conversation: &Value, number: usize) {
    let document = guiche_tests::support::graphql::mutation("sendMessage", "message { id }");
    let input = json!({ "conversationId": conversation, "clientKey": Uuid::new_v4(),
        "text": format!("Part {number}") });
    loop {
        let answer = client.try_ask(&document, json!({ "input": input })).await;
        match answer {
            Ok(answer) if answer["data"]["sendMessage"]["message"]["id"].is_string() => return,
            _ => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn judge(desk: &Installation, expected: i64) {
    let calls = desk.sandbox.calls(&CallQuery::messages());
    let name = |call: &Call| {
        call.body["biz_opaque_callback_data"]
            .as_str()
            .map(str::to_owned)
    };
    let taken = calls
        .iter()
        .filter(|call| call.took_effect)
        .filter_map(name);
    let mut left = BTreeSet::new();
    for message in taken {
        assert!(left.insert(message.clone()), "{message} went out twice");
    }
    let states = "SELECT CAST(message_id AS text) || ' ' || state FROM delivery";
    let states = match desk.store().kind() {
        guiche_tests::support::Database::Postgres => states.to_owned(),
        guiche_tests::support::Database::Sqlite => {
            states.replace("CAST(message_id AS text)", "hex(message_id)")
        }
    };
    let states = desk.store().texts(&states).await;
    assert_eq!(
        i64::try_from(states.len()).expect("few"),
        expected,
        "none is lost on the way in"
    );
    let mut unknown = 0;
    for line in states {
        let (id, state) = line.split_once(' ').expect("two words");
        let id = Uuid::parse_str(id).expect("an id").to_string();
        match state {
            "accepted" => assert!(left.contains(&id), "{id} counts as sent and never left"),
            "unknown" => unknown += 1,
            other => panic!("{id} ended as {other}"),
        }
    }
    println!(
        "{expected} messages, {} left, {unknown} are shown as unknown",
        left.len()
    );
}

async fn stored(desk: &Installation) -> Vec<String> {
    desk.store()
        .texts("SELECT wamid FROM message WHERE wamid IS NOT NULL")
        .await
}
