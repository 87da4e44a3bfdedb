//! What a client learns of a message's file.

use desk::access::Actor;
use desk::media::{MediaOutcome, StoredFile};
use desk::message::{Content, MediaKind};
use desk::webhook::Inbound;
use entity::person::Role;
use serde_json::{Value, json};

use super::harness::{Colleague, Server};
use super::statements::statements;

const FILES: &str = "{inbox(list:ALL,first:50){edges{node{lastMessage{id version \
    content{...on MediaContent{kind mimeType url state width height bytes}}}}}}}";

fn picture(server: &Server, number: u32, meta_media_id: Option<&str>) -> Inbound {
    let Inbound::Message(mut message) = server.message(number, "") else {
        panic!("the harness makes messages");
    };
    message.content = Content::Media {
        kind: MediaKind::Image,
        mime_type: "image/jpeg".into(),
        caption: None,
        file_name: None,
        voice: false,
        animated: false,
        meta_media_id: meta_media_id.map(str::to_owned),
        sha256: None,
    };
    Inbound::Message(message)
}

async fn files(server: &Server, colleague: &Colleague) -> Vec<Value> {
    let body = server.run(colleague, FILES, json!({})).await;
    assert_eq!(body["errors"], Value::Null, "{body}");
    let edges = body["data"]["inbox"]["edges"].as_array().unwrap();
    let messages = edges.iter().map(|edge| edge["node"]["lastMessage"].clone());
    messages.collect()
}

#[tokio::test]
async fn a_file_is_announced_and_then_there_or_gone() {
    let server = Server::start().await;
    let ana = server.colleague(Role::Agent).await;
    server.take_in(vec![picture(&server, 1, Some("77"))]).await;
    let before = files(&server, &ana).await.remove(0);
    let waiting = json!({
        "kind": "IMAGE", "mimeType": "image/jpeg", "url": null, "state": "WAITING",
        "width": null, "height": null, "bytes": null,
    });
    assert_eq!(before["content"], waiting);

    let job = server.desk.claim_media("node", 1).await.unwrap().remove(0);
    let stored = StoredFile {
        content_type: "image/png".into(),
        bytes: 4_096,
        sha256: "ab".repeat(32),
        storage_key: "files/ab".into(),
        dimensions: Some((640, 480)),
        sound: None,
    };
    let outcome = MediaOutcome::Stored(stored);
    server
        .desk
        .settle_media(job.message_id, outcome)
        .await
        .unwrap();
    let after = files(&server, &ana).await.remove(0);
    let there = json!({
        "kind": "IMAGE", "mimeType": "image/jpeg", "url": format!("/media/{}", job.message_id),
        "state": "STORED", "width": 640, "height": 480, "bytes": 4_096,
    });
    assert_eq!(after["content"], there);
    assert!(after["version"].as_i64() > before["version"].as_i64());
    let seen = server
        .desk
        .media_for(&Actor::System, job.message_id)
        .await
        .unwrap();
    assert!(seen.is_some());
}

#[tokio::test]
async fn a_file_that_was_not_taken_says_so() {
    let server = Server::start().await;
    let ana = server.colleague(Role::Agent).await;
    // WhatsApp itself could not get it: there is no id to fetch it by.
    server.take_in(vec![picture(&server, 1, None)]).await;
    assert_eq!(files(&server, &ana).await[0]["content"]["state"], "REFUSED");

    server.take_in(vec![picture(&server, 2, Some("78"))]).await;
    let job = server.desk.claim_media("node", 1).await.unwrap().remove(0);
    let reason = "too large".to_owned();
    let outcome = MediaOutcome::Refused { reason };
    server
        .desk
        .settle_media(job.message_id, outcome)
        .await
        .unwrap();
    let refused = files(&server, &ana).await.remove(0);
    assert_eq!(refused["id"], json!(job.message_id.to_string()));
    assert_eq!(refused["content"]["state"], "REFUSED");
    assert_eq!(refused["content"]["url"], Value::Null);
}

#[tokio::test]
async fn thirty_files_cost_as_many_statements_as_one() {
    let server = Server::start().await;
    let ana = server.colleague(Role::Agent).await;
    let mut counted = Vec::new();
    for numbers in [0..1, 1..30] {
        let pictures = numbers.map(|number| picture(&server, number, Some("77")));
        server.take_in(pictures.collect()).await;
        let (cost, body) = statements(&server, &ana, FILES, json!({})).await;
        let edges = body["data"]["inbox"]["edges"].as_array().unwrap();
        counted.push((edges.len(), cost));
    }
    assert_eq!((counted[0].0, counted[1].0), (1, 30));
    assert_eq!(counted[0].1, counted[1].1);
}
