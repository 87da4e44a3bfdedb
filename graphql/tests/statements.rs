//! How many SQL statements a query takes: a constant, however many rows it shows.

use entity::person::Role;
use serde_json::{Value, json};

use super::harness::{Colleague, Server};

/// What the app asks for: its own tests keep the two files true.
const INBOX_PAGE: &str = include_str!("documents/inbox.graphql");
const THREAD_PAGE: &str = include_str!("documents/thread.graphql");

/// The fewest of a few times: what follows the writes before it (who was seen, the journal's readers) may
/// still run beside the first.
pub async fn statements(
    server: &Server,
    colleague: &Colleague,
    query: &str,
    variables: Value,
) -> (u64, Value) {
    let mut fewest = u64::MAX;
    let mut body = Value::Null;
    for _ in 0..5 {
        let before = server.desk.database().statements();
        body = server.run(colleague, query, variables.clone()).await;
        assert_eq!(body["errors"], Value::Null, "{body}");
        fewest = fewest.min(server.desk.database().statements() - before);
    }
    (fewest, body)
}

/// Conversations of all kinds: waiting, served, of departments, answered.
async fn serve(server: &Server, agents: &[Colleague], customers: std::ops::Range<u32>) {
    let departments = [
        server.department(&format!("A{}", customers.start)).await,
        server.department(&format!("B{}", customers.start)).await,
    ];
    for number in customers {
        server.customers_write([number], "Bom dia!").await;
        let query = "{inbox(list:ALL,first:1){edges{node{id}}}}";
        let newest = server.run(&agents[0], query, json!({})).await;
        let id = newest["data"]["inbox"]["edges"][0]["node"]["id"].clone();
        let agent = &agents[number as usize % agents.len()];
        let change = match number % 3 {
            0 => {
                "mutation($id:ID!,$key:ID!){x:sendMessage(input:{conversationId:$id,clientKey:$key,text:\"Olá\"}){error{code}}}"
            }
            1 => "mutation($id:ID!){x:claimConversation(input:{conversationId:$id}){error{code}}}",
            _ => {
                "mutation($id:ID!,$department:ID!){x:assignToDepartment(input:{conversationId:$id,departmentId:$department}){error{code}}}"
            }
        };
        let department = departments[number as usize % 2].to_string();
        let key = uuid::Uuid::new_v4().to_string();
        let body = server
            .run(
                agent,
                change,
                json!({ "id": id, "key": key, "department": department }),
            )
            .await;
        assert_eq!(body["data"]["x"]["error"], Value::Null, "{body}");
    }
}

#[tokio::test]
async fn a_page_of_the_inbox_takes_the_same_statements_however_full_it_is() {
    let server = Server::start().await;
    let mut agents = Vec::new();
    for _ in 0..3 {
        agents.push(server.colleague(Role::Supervisor).await);
    }
    let page = json!({ "list": "ALL", "first": 30 });
    serve(&server, &agents, 0..6).await;
    let (few, body) = statements(&server, &agents[0], INBOX_PAGE, page.clone()).await;
    assert_eq!(body["data"]["inbox"]["edges"].as_array().unwrap().len(), 6);
    serve(&server, &agents, 6..36).await;
    let (many, body) = statements(&server, &agents[0], INBOX_PAGE, page.clone()).await;
    assert_eq!(body["data"]["inbox"]["edges"].as_array().unwrap().len(), 30);
    assert_eq!(few, many);
    assert_eq!(many, INBOX);
}

#[tokio::test]
async fn a_thread_takes_the_same_statements_however_long_it_is() {
    let server = Server::start().await;
    let agent = server.colleague(Role::Agent).await;
    let conversation = server.conversation().await;
    let id = conversation.id.to_string();
    let page = json!({ "id": id, "last": 50 });
    let write = |text: &'static str| {
        let key = uuid::Uuid::new_v4().to_string();
        let mutation = "mutation($id:ID!,$key:ID!,$text:String!){sendMessage(input:{conversationId:$id,clientKey:$key,text:$text}){error{code}}}";
        server.run(
            &agent,
            mutation,
            json!({ "id": id, "key": key, "text": text }),
        )
    };
    write("Olá!").await;
    let (short, _) = statements(&server, &agent, THREAD_PAGE, page.clone()).await;
    for _ in 0..60 {
        let body = write("Mais uma.").await;
        assert_eq!(body["data"]["sendMessage"]["error"], Value::Null, "{body}");
    }
    let (long, body) = statements(&server, &agent, THREAD_PAGE, page.clone()).await;
    let edges = body["data"]["conversation"]["messages"]["edges"]
        .as_array()
        .unwrap();
    assert_eq!(edges.len(), 50);
    assert_eq!(short, long);
    assert_eq!(long, THREAD);
}

/// Authentication 2; the page 1; contacts 2, channel 1, tickets 1, departments 1, people 1 to 2, newest
/// messages 4.
const INBOX: u64 = 15;
/// Authentication 2; the conversation and what belongs to it, with what is known of the contact (one more when something
/// is); a page of messages and what belongs to it.
const THREAD: u64 = 19;
