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
    let body = server
        .run(&server.colleague(Role::Agent).await, "{cursor}", json!({}))
        .await;
    let after = body["data"]["cursor"].clone();
    let mut sockets = Vec::new();
    for index in 0..30 {
        let person = server.colleague(Role::Agent).await;
        let mut socket = Socket::ready(&server, &person).await;
        // The same document with other white space and another place to begin is the same selection.
        let (query, variables) = match index % 3 {
            0 => (EVENTS.to_owned(), json!({ "after": after })),
            1 => (EVENTS.replace(' ', "\n "), json!({})),
            _ => (THIN.to_owned(), json!({})),
        };
        socket.subscribe("1", &query, variables).await;
        socket.subscribe("2", "{cursor}", json!({})).await;
        while socket.hear().await["type"] != "complete" {}
        sockets.push(socket);
    }
    assert_eq!(server.service.groups().alive().len(), 2);
    let before: u64 = renderings(&server);
    server.customers_write([1], "Bom dia!").await;
    let mut events = 0;
    let mut bodies = Vec::new();
    for (index, socket) in sockets.iter_mut().enumerate() {
        let mut heard = 0;
        loop {
            let message = socket.hear().await;
            if index % 3 == 2 {
                heard += 1;
                if heard == events {
                    break;
                }
                continue;
            }
            // What the desk made of the message comes before and after it; the change of the row is last.
            let event = &message["payload"]["data"]["events"];
            heard += i32::from(event["at"].is_string());
            if event["message"]["text"] == "Bom dia!" {
                bodies.push(message["payload"].clone());
                if events == 0 {
                    events = heard;
                }
                break;
            }
        }
    }
    assert_eq!(bodies.len(), 20);
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    let journaled = server.desk.journal().head().await.unwrap().0;
    let rendered = renderings(&server) - before;
    // Two selections; people were made meanwhile, so `after` lies before some directory changes.
    let directory = 2 * 30;
    assert!(
        rendered <= 2 * u64::try_from(journaled).unwrap() + directory,
        "{rendered}"
    );
    assert!(rendered < 30, "{rendered} renderings for 30 subscribers");
    assert_ne!(bodies[0], Value::Null);
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
