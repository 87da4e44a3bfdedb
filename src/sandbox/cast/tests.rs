//! The play at a hundredfold pace, against an endpoint that does nothing but listen.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::tests::Endpoint;
use crate::{DeliveryQuery, Number, Sandbox, SandboxOptions};

const PATIENCE: Duration = Duration::from_mins(1);

async fn stage() -> (Running, Endpoint) {
    let endpoint = Endpoint::start().await;
    let sandbox = Sandbox::start(SandboxOptions::default())
        .await
        .expect("a free port");
    sandbox.register(Number::new("1", "2", "token", "secret").with_webhook(endpoint.url()));
    (sandbox, endpoint)
}

async fn send(sandbox: &Running, to: &str, message: Value) -> u16 {
    let mut body = json!({ "messaging_product": "whatsapp", "to": format!("+{to}") });
    for (key, value) in message.as_object().expect("an object") {
        body[key] = value.clone();
    }
    crate::client()
        .expect("a client")
        .post(format!("{}/v25.0/1/messages", sandbox.base_url()))
        .bearer_auth("token")
        .json(&body)
        .send()
        .await
        .expect("an answer")
        .status()
        .as_u16()
}

#[tokio::test]
async fn the_opening_fills_an_inbox_with_every_kind_of_message() {
    let (sandbox, endpoint) = stage().await;
    let cast = Cast::start(
        &sandbox,
        Pace {
            scale: 0.01,
            seed: 7,
        },
    );
    let lines: usize = characters::all()
        .iter()
        .map(|character| character.opening.len())
        .sum();
    let received = endpoint.wait(lines).await;
    let values: Vec<Value> = received.iter().map(crate::tests::Received::value).collect();
    let of = |path: &dyn Fn(&Value) -> Option<String>| -> HashSet<String> {
        values.iter().filter_map(path).collect()
    };
    let senders = of(&|value| value["contacts"][0]["user_id"].as_str().map(str::to_owned));
    assert_eq!(senders.len(), cast.size());
    assert!(senders.len() >= 12);
    let kinds = of(&|value| value["messages"][0]["type"].as_str().map(str::to_owned));
    for kind in ["text", "image", "audio", "location", "sticker"] {
        assert!(kinds.contains(kind), "{kind} in {kinds:?}");
    }
    let now = sandbox.clock().now_seconds();
    let oldest = values
        .iter()
        .filter_map(|value| {
            value["messages"][0]["timestamp"]
                .as_str()?
                .parse::<i64>()
                .ok()
        })
        .min();
    assert!(
        oldest.is_some_and(|oldest| now - oldest > 24 * 3_600),
        "one window is closed"
    );
    assert!(
        values
            .iter()
            .any(|value| value["messages"][0].get("from").is_none()),
        "somebody hides their number"
    );
}

#[tokio::test]
async fn customers_read_and_answer_what_they_are_asked_and_told() {
    let (sandbox, endpoint) = stage().await;
    let _cast = Cast::start(
        &sandbox,
        Pace {
            scale: 0.01,
            seed: 7,
        },
    );
    let maria = characters::all()
        .into_iter()
        .find(|character| character.name.starts_with("Maria"))
        .expect("she is in the cast");
    let wa_id = maria.customer().wa_id.expect("a number");
    let contains = |text: &str| DeliveryQuery::containing(text);
    sandbox
        .wait_for_deliveries(&contains("pedido 4711"), 1, PATIENCE)
        .await;
    let asked = json!({ "text": { "body": "Qual é o seu endereço?" } });
    assert_eq!(send(&sandbox, &wa_id, asked).await, 200);
    let answers = sandbox
        .wait_for_deliveries(&contains("conjunto B, casa 7"), 1, PATIENCE)
        .await;
    assert_eq!(answers.len(), 1, "{:#?}", endpoint.received());
    let read = sandbox
        .wait_for_deliveries(&contains("\"status\":\"read\""), 1, PATIENCE)
        .await;
    assert_eq!(read.len(), 1, "read before she answered");

    let voice =
        json!({ "type": "audio", "audio": { "link": "https://a.example/a.ogg", "voice": true } });
    assert_eq!(send(&sandbox, &wa_id, voice).await, 200);
    let played = sandbox
        .wait_for_deliveries(&contains("\"status\":\"played\""), 1, PATIENCE)
        .await;
    assert_eq!(played.len(), 1);
}

#[tokio::test]
async fn customers_come_back_and_leave_with_the_cast() {
    let (sandbox, endpoint) = stage().await;
    let cast = Cast::start(
        &sandbox,
        Pace {
            scale: 0.000_1,
            seed: 3,
        },
    );
    let lines: usize = characters::all()
        .iter()
        .map(|character| character.opening.len())
        .sum();
    endpoint.wait(lines + 5).await;
    drop(cast);
    assert!(sandbox.settled(PATIENCE).await);
    // Whoever is left in the audience reads nothing any more.
    let bia = sandbox
        .customers()
        .into_iter()
        .find(|customer| customer.phone_hidden)
        .expect("she is in the cast");
    let answer = crate::client()
        .expect("a client")
        .post(format!("{}/v25.0/1/messages", sandbox.base_url()))
        .bearer_auth("token")
        .json(&json!({
            "messaging_product": "whatsapp",
            "recipient": bia.bsuid,
            "text": { "body": "Alguém aí?" },
        }))
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status().as_u16(), 200);
    assert!(sandbox.settled(PATIENCE).await);
    let thread = sandbox.thread("1", &bia.key).expect("a thread");
    let last = thread.last().expect("our question");
    assert_eq!(last.content["body"], "Alguém aí?");
    assert_eq!(last.status, crate::DeliveryStatus::Delivered);
}
