//! An event is rendered once for all who ask for the same.

use entity::person::Role;
use serde_json::{Value, json};

use super::events::EVENTS;
use super::harness::Server;
use super::socket::Socket;

const THIN: &str = "subscription($after:Cursor){events(after:$after){cursor}}";

#[tokio::test]
async fn an_event_is_rendered_once_for_each_selection() {
    let server = Server::start().await;
    let mut people = Vec::new();
    for _ in 0..12 {
        people.push(server.colleague(Role::Agent).await);
    }
    let head = server.desk.journal().head().await.unwrap();
    let after = server.desk.journal().cursor(head).to_string();
    let mut sockets = Vec::new();
    for (index, person) in people.iter().enumerate() {
        let mut socket = Socket::ready(&server, person).await;
        // The same document with other white space and another place to begin is the same selection.
        let (query, variables) = match index % 3 {
            0 => (EVENTS.to_owned(), json!({ "after": after })),
            1 => (EVENTS.replace(' ', "\n "), json!({})),
            _ => (THIN.to_owned(), json!({})),
        };
        socket.subscribe("1", &query, variables).await;
        sockets.push(socket);
    }
    server.has_followers(sockets.len()).await;
    assert_eq!(server.service.groups().alive().len(), 2);
    server.customers_write([1], "Bom dia!").await;
    let last = server.desk.journal().head().await.unwrap();
    let cursor = server.desk.journal().cursor(last).to_string();
    let mut received = vec![Vec::new(); 3];
    for (index, socket) in sockets.iter_mut().enumerate() {
        let mut payloads = Vec::new();
        while payloads
            .last()
            .is_none_or(|last: &Value| last["data"]["events"]["cursor"] != *cursor)
        {
            payloads.push(socket.hear().await["payload"].clone());
        }
        received[index % 3].push(payloads);
    }
    let all = received[0].iter().chain(&received[1]);
    assert!(all.clone().all(|payloads| *payloads == received[0][0]));
    assert_eq!(all.count(), 8);
    let events = u64::try_from(last.0 - head.0).unwrap();
    assert_eq!(
        renderings(&server),
        2 * events,
        "two selections of {events} events for twelve sockets"
    );
}

fn renderings(server: &Server) -> u64 {
    server
        .service
        .groups()
        .alive()
        .iter()
        .map(|group| group.renderings())
        .sum()
}
