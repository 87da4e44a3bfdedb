//! An inbox page and a thread page in a database of full size.

use std::time::{Duration, Instant};

use guiche_tests::support::installation::PHONE_NUMBER_ID;
use guiche_tests::support::{Client, Database, Installation};
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{self, Connection, Row, SqliteConnection};
use serde_json::json;
use uuid::Uuid;

use crate::report::Report;

const CONVERSATIONS: u32 = 1_000_000;
const MESSAGES_EACH: u32 = 10;
const REQUESTS: usize = 400;
const INBOX: &str = "query($list: InboxList!) { inbox(list: $list, first: 30) { edges { cursor node { id unreadCount
    windowExpiresAt waitingSince lastActivityAt version contact { id name } channel { id } agent { id name }
    department { id name } ticket { protocol } lastMessage { id text direction sentAt delivery { state } } } }
    pageInfo { hasNextPage endCursor } } }";
const THREAD: &str = "query($id: ID!) { conversation(id: $id) { id messages(last: 50) { edges { cursor node { id text
    direction sentAt author { id name } content { __typename } delivery { state } reactions { emoji } version } }
    pageInfo { hasPreviousPage startCursor } } } }";

pub async fn measure(report: &mut Report) {
    let scale: f64 = std::env::args()
        .nth(2)
        .and_then(|text| text.parse().ok())
        .unwrap_or(0.1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count"
    )]
    let conversations = (f64::from(CONVERSATIONS) * scale) as u32;
    let mut installation = Installation::start(Database::Sqlite).await;
    installation.terminate().await;
    let began = Instant::now();
    let sample = fill(&installation, conversations).await;
    println!(
        "filled {conversations} conversations in {:.0?}",
        began.elapsed()
    );
    installation.launch().await;
    let size = format!(
        "{conversations} conversations, {} messages",
        conversations * MESSAGES_EACH
    );
    let agent = Client::person(&installation, "ana").await;
    for list in ["MINE", "OPEN", "IN_SERVICE", "ALL"] {
        let mut samples = repeat(&agent, INBOX, |_| json!({ "list": list })).await;
        report.latency(
            &format!("inbox page {list} ({size})"),
            &mut samples,
            "p99 ≤ 20 ms",
        );
    }
    let threads = |request: usize| json!({ "id": sample[request % sample.len()] });
    let mut samples = repeat(&agent, THREAD, threads).await;
    report.latency(
        &format!("thread page ({size})"),
        &mut samples,
        "p99 ≤ 20 ms",
    );
    installation.finish().await;
}

async fn repeat(
    client: &Client,
    document: &str,
    variables: impl Fn(usize) -> serde_json::Value,
) -> Vec<Duration> {
    client.data(document, variables(0)).await;
    let mut samples = Vec::with_capacity(REQUESTS);
    for request in 0..REQUESTS {
        let began = Instant::now();
        client.data(document, variables(request)).await;
        samples.push(began.elapsed());
    }
    samples
}

/// Fills the tables directly: a hundred million statements through the front door would take days. Returns some
/// conversations' ids.
async fn fill(installation: &Installation, conversations: u32) -> Vec<String> {
    let path = installation
        .store()
        .url()
        .trim_start_matches("sqlite://")
        .to_owned();
    let mut connection =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path))
            .await
            .expect("the database");
    let channel: Vec<u8> = one(
        &mut connection,
        "SELECT id FROM channel WHERE phone_number_id = ?",
    )
    .await;
    let agent: Vec<u8> = one(
        &mut connection,
        "SELECT id FROM person WHERE name = 'Ana' OR name = ?",
    )
    .await;
    let department: Vec<u8> = one(
        &mut connection,
        "SELECT id FROM department WHERE name = 'Atendimento' OR name = ?",
    )
    .await;
    let mut sample = Vec::new();
    for lot in 0..conversations.div_ceil(5_000) {
        let mut transaction = connection.begin().await.expect("a transaction");
        for number in lot * 5_000..((lot + 1) * 5_000).min(conversations) {
            let id = insert(&mut transaction, number, &channel, &agent, &department).await;
            if number.is_multiple_of((conversations / 200).max(1)) {
                sample.push(id.to_string());
            }
        }
        transaction.commit().await.expect("a commit");
    }
    sqlx::query("PRAGMA optimize")
        .execute(&mut connection)
        .await
        .expect("statistics");
    connection.close().await.expect("a closed database");
    sample
}

async fn one(connection: &mut SqliteConnection, sql: &'static str) -> Vec<u8> {
    let row = sqlx::query(sql)
        .bind(PHONE_NUMBER_ID)
        .fetch_one(connection)
        .await
        .expect("a row");
    row.get(0)
}

async fn insert(
    connection: &mut SqliteConnection,
    number: u32,
    channel: &[u8],
    agent: &[u8],
    department: &[u8],
) -> Uuid {
    let at = 1_700_000_000_000_i64 + i64::from(number) * 60_000;
    let (contact, conversation) = (uuid(at, 1), uuid(at, 2));
    sqlx::query(
        "INSERT INTO contact (id, profile_name, created_at, updated_at) VALUES (?, ?, ?, ?)",
    )
    .bind(contact.as_bytes().as_slice())
    .bind(format!("Cliente {number}"))
    .bind(at)
    .bind(at)
    .execute(&mut *connection)
    .await
    .expect("a contact");
    // One in a hundred is open, half of those with an agent.
    let open = number.is_multiple_of(100);
    let served = number.is_multiple_of(200);
    let last = uuid(at, 10 + u64::from(MESSAGES_EACH) - 1);
    sqlx::query(
        "INSERT INTO conversation (id, contact_id, channel_id, ticket_id, agent_id, department_id, visible_department_id,
         last_activity_at, last_message_id, unread_count, version, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
    )
    .bind(conversation.as_bytes().as_slice())
    .bind(contact.as_bytes().as_slice())
    .bind(channel)
    .bind(open.then(|| uuid(at, 3).as_bytes().to_vec()))
    .bind(served.then_some(agent))
    .bind(open.then_some(department))
    .bind(department)
    .bind(at)
    .bind(last.as_bytes().as_slice())
    .bind(i64::from(number % 3))
    .bind(at)
    .execute(&mut *connection)
    .await
    .expect("a conversation");
    if open {
        sqlx::query(
            "INSERT INTO ticket (id, conversation_id, protocol, opened_at) VALUES (?, ?, ?, ?)",
        )
        .bind(uuid(at, 3).as_bytes().as_slice())
        .bind(conversation.as_bytes().as_slice())
        .bind(format!("B{number:012}"))
        .bind(at)
        .execute(&mut *connection)
        .await
        .expect("a ticket");
    }
    for message in 0..MESSAGES_EACH {
        insert_message(connection, at, message, conversation, channel).await;
    }
    conversation
}

async fn insert_message(
    connection: &mut SqliteConnection,
    at: i64,
    number: u32,
    conversation: Uuid,
    channel: &[u8],
) {
    let id = uuid(at, 10 + u64::from(number));
    let text = format!("Mensagem {number}, com as palavras que um cliente escreve num dia comum.");
    sqlx::query(
        "INSERT INTO message (id, conversation_id, channel_id, wamid, direction, origin, kind, content, text, forwarded,
         sent_at, received_at, version) VALUES (?, ?, ?, ?, 'inbound', 'customer', 'text', ?, ?, 0, ?, ?, 1)",
    )
    .bind(id.as_bytes().as_slice())
    .bind(conversation.as_bytes().as_slice())
    .bind(channel)
    .bind(format!("wamid.{id}"))
    .bind(json!({ "type": "text", "body": text }).to_string())
    .bind(&text)
    .bind(at - i64::from(MESSAGES_EACH - number) * 1_000)
    .bind(at)
    .execute(connection)
    .await
    .expect("a message");
}

/// Ids that sort by time, as the product's do.
fn uuid(at: i64, number: u64) -> Uuid {
    let milliseconds = u64::try_from(at).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(
        milliseconds,
        &[0, 0, 0, 0, 0, 0, 0, 0, 0, u8::try_from(number).unwrap_or(0)],
    )
    .into_uuid()
}
