//! How webhooks reach an endpoint: retried, repeated, batched, concurrent (section 2; faults F7, F25, F29).

use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::{DeliveryQuery, DeliverySettings, Happening, NumberChange, RawWebhook};

fn impatient() -> DeliverySettings {
    DeliverySettings {
        retry_scale: 0.001,
        ..DeliverySettings::default()
    }
}

#[tokio::test]
async fn anything_but_200_is_tried_again_with_the_same_bytes() {
    let stage = Stage::set().await;
    stage.sandbox.set_delivery(impatient());
    stage.endpoint.answer_next(&[500, 202, 503]);
    stage.ada_writes("Oi");
    assert!(stage.sandbox.settled(PATIENCE).await);
    let received = stage.endpoint.received();
    assert_eq!(received.len(), 4);
    assert!(received.iter().all(|one| one.body == received[0].body));
    assert!(
        received
            .iter()
            .all(|one| one.signature == received[0].signature)
    );
    let delivery = stage
        .sandbox
        .deliveries(&DeliveryQuery::default())
        .remove(0);
    let answers: Vec<Option<u16>> = delivery.attempts.iter().map(|one| one.status).collect();
    assert_eq!(answers, [Some(500), Some(202), Some(503), Some(200)]);
    assert!(delivery.succeeded());
    assert_eq!(delivery.body.as_bytes(), &received[0].body[..]);
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_counts_as_none() {
    let stage = Stage::set().await;
    stage.sandbox.set_delivery(DeliverySettings {
        timeout_ms: 100,
        max_attempts: 2,
        ..impatient()
    });
    stage.endpoint.delay(Duration::from_mins(1));
    stage.ada_writes("Oi");
    assert!(stage.sandbox.settled(PATIENCE).await);
    let delivery = stage
        .sandbox
        .deliveries(&DeliveryQuery::default())
        .remove(0);
    assert_eq!(delivery.attempts.len(), 2, "then it is given up");
    assert!(
        delivery
            .attempts
            .iter()
            .all(|one| one.status.is_none() && one.error.is_some())
    );
}

#[tokio::test]
async fn an_endpoint_that_is_away_gets_everything_when_it_is_back() {
    let stage = Stage::set().await;
    stage.sandbox.set_delivery(DeliverySettings {
        max_attempts: 1_000,
        ..impatient()
    });
    // Bound and not listening: connections are refused, and nobody else can take the port meanwhile.
    let away = tokio::net::TcpSocket::new_v4().expect("a socket");
    away.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
    let address = away.local_addr().expect("an address");
    let change = NumberChange {
        webhook_url: Some(format!("http://{address}/hook")),
        ..NumberChange::default()
    };
    stage.sandbox.change_number(PHONE, change).expect("known");
    stage.ada_writes("um");
    stage.ada_writes("dois");
    assert!(!stage.sandbox.settled(Duration::from_millis(100)).await);
    let back = endpoint::Endpoint::start_on(away.listen(16).expect("the port"));
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert_eq!(back.received().len(), 2);
    for delivery in stage.sandbox.deliveries(&DeliveryQuery::succeeded()) {
        assert!(
            delivery.attempts[0].error.is_some(),
            "nobody was there at first"
        );
    }
}

#[tokio::test]
async fn updates_are_batched_into_one_post_on_demand() {
    let stage = Stage::set().await;
    stage.sandbox.set_delivery(DeliverySettings {
        batch_size: 4,
        batch_linger_ms: 30,
        ..DeliverySettings::default()
    });
    for number in 0..6 {
        stage.ada_writes(&format!("mensagem {number}"));
    }
    assert!(stage.sandbox.settled(PATIENCE).await);
    let received = stage.endpoint.received();
    let mut sizes: Vec<usize> = received
        .iter()
        .map(|one| {
            one.json()["entry"][0]["changes"]
                .as_array()
                .expect("array")
                .len()
        })
        .collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [2, 4]);
    let bodies: Vec<Value> = received
        .iter()
        .flat_map(|one| {
            one.json()["entry"][0]["changes"]
                .as_array()
                .expect("array")
                .clone()
        })
        .map(|change| change["value"]["messages"][0]["text"]["body"].clone())
        .collect();
    for number in 0..6 {
        assert!(bodies.contains(&json!(format!("mensagem {number}"))));
    }
}

#[tokio::test]
async fn a_delivery_is_repeated_a_hundred_times_at_once() {
    let stage = Stage::set().await;
    stage.ada_writes("Oi");
    stage.endpoint.wait(1).await;
    stage.sandbox.repeat_delivery(1, 100).expect("known");
    assert!(stage.sandbox.settled(PATIENCE).await);
    let received = stage.endpoint.received();
    assert_eq!(received.len(), 101);
    assert!(received.iter().all(|one| one.body == received[0].body));
    assert!(stage.sandbox.repeat_delivery(99, 1).is_err());
}

#[tokio::test]
async fn every_post_is_doubled_when_duplicates_are_on() {
    let stage = Stage::set().await;
    stage.sandbox.set_delivery(DeliverySettings {
        duplicates: 2,
        ..DeliverySettings::default()
    });
    stage.ada_writes("Oi");
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert_eq!(stage.endpoint.received().len(), 3);
}

#[tokio::test]
async fn one_at_a_time_keeps_the_order() {
    let stage = Stage::set().await;
    stage.sandbox.set_delivery(DeliverySettings {
        concurrency: 1,
        ..DeliverySettings::default()
    });
    for number in 0..30 {
        stage.ada_writes(&number.to_string());
    }
    assert!(stage.sandbox.settled(PATIENCE).await);
    let bodies: Vec<String> = stage
        .endpoint
        .received()
        .iter()
        .map(|one| {
            one.value()["messages"][0]["text"]["body"]
                .as_str()
                .expect("text")
                .to_owned()
        })
        .collect();
    let expected: Vec<String> = (0..30).map(|number| number.to_string()).collect();
    assert_eq!(bodies, expected);
}

#[tokio::test]
async fn a_paused_delivery_waits_and_loses_nothing() {
    let stage = Stage::set().await;
    let paused = DeliverySettings {
        paused: true,
        ..DeliverySettings::default()
    };
    stage.sandbox.set_delivery(paused);
    stage.ada_writes("um");
    stage.ada_writes("dois");
    assert!(!stage.sandbox.settled(Duration::from_millis(100)).await);
    assert!(stage.endpoint.received().is_empty());
    stage.sandbox.set_delivery(DeliverySettings::default());
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert_eq!(stage.endpoint.received().len(), 2);
}

#[tokio::test]
async fn a_rotated_secret_signs_from_then_on() {
    let stage = Stage::set().await;
    stage.ada_writes("antes");
    let before = stage.endpoint.wait(1).await.remove(0);
    let change = NumberChange {
        app_secret: Some("another-secret".to_owned()),
        ..NumberChange::default()
    };
    stage.sandbox.change_number(PHONE, change).expect("known");
    stage.sandbox.repeat_delivery(1, 1).expect("known");
    stage.ada_writes("depois");
    assert!(stage.sandbox.settled(PATIENCE).await);
    let received = stage.endpoint.received();
    let repeated = received[1..].iter().filter(|one| one.body == before.body);
    assert!(
        repeated
            .clone()
            .all(|one| one.signature == before.signature)
    );
    assert_eq!(repeated.count(), 1, "a retry keeps its signature");
}

#[tokio::test]
async fn other_fields_carry_the_entrys_time_and_raw_bodies_go_as_they_are() {
    let stage = Stage::set().await;
    stage.sandbox.clock().freeze_at_ms(1_795_000_000_000);
    stage
        .sandbox
        .happen(Happening {
            number: None,
            field: "account_alerts".to_owned(),
            value: json!({ "entity_type": "BUSINESS" }),
        })
        .expect("sent");
    let entry = stage.endpoint.wait(1).await[0].json()["entry"][0].clone();
    assert_eq!(entry["time"], 1_795_000_000);
    assert_eq!(entry["changes"][0]["field"], "account_alerts");
    assert!(entry["changes"][0]["value"].get("metadata").is_none());

    let body = "[[[[ not json \u{0}";
    stage
        .sandbox
        .raw_webhook(RawWebhook {
            number: None,
            body: body.to_owned(),
            signature: Some("sha256=00".to_owned()),
        })
        .expect("sent");
    let raw = stage.endpoint.wait(2).await.remove(1);
    assert_eq!(raw.body, body.as_bytes());
    assert_eq!(raw.signature, "sha256=00");
}

#[tokio::test]
async fn addresses_are_verified_as_meta_does() {
    let stage = Stage::set().await;
    assert_eq!(stage.sandbox.verify_webhook(PHONE).await, Ok(true));
    let change = NumberChange {
        verify_token: Some("wrong".to_owned()),
        ..NumberChange::default()
    };
    stage.sandbox.change_number(PHONE, change).expect("known");
    assert_eq!(stage.sandbox.verify_webhook(PHONE).await, Ok(false));
}

#[tokio::test]
async fn accounts_subscribe_override_and_unsubscribe() {
    let stage = Stage::set().await;
    let other = endpoint::Endpoint::start().await;
    let path = format!("v25.0/{WABA}/subscribed_apps");
    let wrong = json!({ "override_callback_uri": other.url(), "verify_token": "wrong" });
    assert_eq!(code(&stage.post(&path, &wrong).await.1), 100);
    let right = json!({ "override_callback_uri": other.url(), "verify_token": "verify-me" });
    assert_eq!(
        stage.post(&path, &right).await,
        (200, json!({ "success": true }))
    );
    stage.ada_writes("ao desvio");
    other.wait(1).await;
    assert!(stage.endpoint.received().is_empty());
    let (_, answer) = stage.get(&path).await;
    assert_eq!(
        answer["data"][0]["override_callback_uri"],
        json!(other.url())
    );

    let answer = stage
        .http
        .delete(stage.path(&path))
        .bearer_auth(TOKEN)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status().as_u16(), 200);
    stage.ada_writes("a ninguém");
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert_eq!(other.received().len(), 1);
    assert_eq!(stage.get(&path).await.1, json!({ "data": [] }));
}
