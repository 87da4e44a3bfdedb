//! The statuses that follow an accepted message, in realistic and in hostile orders (fault F9).

use serde_json::{Value, json};

use super::*;
use crate::{Content, DeliveryStatus, PlannedFailure, StatusEvent, StatusMode};

async fn after_one_text(mode: StatusMode, count: usize) -> (Stage, String, Vec<Value>) {
    let stage = Stage::with_open_window().await;
    stage.sandbox.set_statuses(StatusSettings {
        mode,
        ..StatusSettings::default()
    });
    let (status, answer) = stage
        .send(json!({ "text": { "body": "Olá" }, "biz_opaque_callback_data": "msg-42" }))
        .await;
    assert_eq!(status, 200);
    let wamid = answer["messages"][0]["id"].as_str().expect("id").to_owned();
    let received = stage.endpoint.wait(count + 1).await;
    let values = received[1..]
        .iter()
        .map(endpoint::Received::value)
        .collect();
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert_eq!(stage.endpoint.received().len(), count + 1, "and no more");
    (stage, wamid, values)
}

fn words(values: &[Value]) -> Vec<&str> {
    values
        .iter()
        .map(|value| value["statuses"][0]["status"].as_str().expect("a word"))
        .collect()
}

#[tokio::test]
async fn sent_delivered_and_read_follow_in_the_shapes_of_the_samples() {
    let (stage, wamid, values) = after_one_text(StatusMode::Ordered, 3).await;
    assert_eq!(words(&values), ["sent", "delivered", "read"]);
    let contact = json!([{
        "profile": { "name": "Ada Exemplo" }, "wa_id": "5561981234567", "user_id": stage.ada.bsuid,
    }]);
    for (index, value) in values.iter().enumerate() {
        assert_eq!(value["contacts"], contact);
        let status = &value["statuses"][0];
        assert_eq!(status["id"], json!(wamid));
        assert_eq!(status["recipient_id"], "5561981234567");
        assert_eq!(status["recipient_user_id"], json!(stage.ada.bsuid));
        assert_eq!(status["biz_opaque_callback_data"], "msg-42");
        assert!(status["timestamp"].is_string());
        let priced = status.get("pricing").is_some();
        assert_eq!(priced, index < 2, "on sent and one of delivered and read");
    }
    assert_eq!(values[0]["statuses"][0]["pricing"]["category"], "service");
    let thread = stage.sandbox.thread(PHONE, &stage.ada.key).expect("thread");
    assert_eq!(
        thread.last().map(|one| one.status),
        Some(DeliveryStatus::Read)
    );
}

#[tokio::test]
async fn hostile_orders_come_as_asked() {
    let (_, _, values) = after_one_text(StatusMode::Permuted, 3).await;
    assert_ne!(words(&values), ["sent", "delivered", "read"]);

    let (_, _, values) = after_one_text(StatusMode::Repeated, 6).await;
    let mut repeated = words(&values);
    repeated.dedup();
    assert_eq!(repeated, ["sent", "delivered", "read"]);

    let (_, _, values) = after_one_text(StatusMode::ReadWithoutDelivered, 2).await;
    assert_eq!(words(&values), ["sent", "read"]);
    assert!(values[1]["statuses"][0].get("pricing").is_some());

    let (_, _, values) = after_one_text(StatusMode::FailedAfterRead, 4).await;
    assert_eq!(words(&values), ["sent", "delivered", "read", "failed"]);
    assert_eq!(values[3]["statuses"][0]["errors"][0]["code"], 131_000);

    let (_, wamid, values) = after_one_text(StatusMode::UnknownWamid, 6).await;
    let known = values
        .iter()
        .filter(|value| value["statuses"][0]["id"] == json!(wamid))
        .count();
    assert_eq!(known, 3);
}

#[tokio::test]
async fn statuses_can_overtake_the_answer_of_the_call() {
    let stage = Stage::with_open_window().await;
    stage.sandbox.set_statuses(StatusSettings {
        mode: StatusMode::BeforeAnswer,
        auto_read: false,
        ..StatusSettings::default()
    });
    let wamid = stage.send_text("Olá").await;
    // No waiting: they were delivered before `send_text` had its answer.
    assert_eq!(stage.endpoint.statuses(), ["sent", "delivered"]);
    assert_eq!(
        stage.endpoint.received()[1].value()["statuses"][0]["id"],
        json!(wamid)
    );
}

#[tokio::test]
async fn customers_read_and_play_when_a_script_says_so() {
    let stage = Stage::with_open_window().await;
    stage.sandbox.set_statuses(StatusSettings {
        auto_read: false,
        ..StatusSettings::default()
    });
    let first = stage.send_text("um").await;
    let second = stage.send_text("dois").await;
    let (_, answer) = stage
        .send(json!({ "type": "audio", "audio": { "link": "https://a.example/a.ogg", "voice": true } }))
        .await;
    let voice = answer["messages"][0]["id"].as_str().expect("id").to_owned();
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert!(!stage.endpoint.statuses().contains(&"read".to_owned()));

    let reads = |up_to: Option<&str>| stage.sandbox.customer_reads(&stage.ada.key, None, up_to);
    assert_eq!(reads(Some(&first)), Ok(1));
    assert_eq!(reads(None), Ok(2));
    assert_eq!(reads(None), Ok(0), "nothing is left");
    stage.sandbox.customer_plays(&voice).expect("known");
    assert!(stage.sandbox.settled(PATIENCE).await);
    let received = stage.endpoint.received();
    let ids: Vec<Value> = received
        .iter()
        .filter(|one| one.status().as_deref() == Some("read"))
        .map(|one| one.value()["statuses"][0]["id"].clone())
        .collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.contains(&json!(second)));
    assert!(stage.endpoint.statuses().contains(&"played".to_owned()));
}

#[tokio::test]
async fn voice_notes_are_played_and_reactions_only_sent() {
    let stage = Stage::with_open_window().await;
    let target = stage.send_text("Pronto").await;
    stage.sandbox.set_statuses(StatusSettings::default());
    stage
        .send(json!({ "type": "audio", "audio": { "link": "https://a.example/a.ogg", "voice": true } }))
        .await;
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert_eq!(
        stage.endpoint.statuses(),
        ["sent", "delivered", "read", "played"]
    );
    stage
        .send(json!({ "type": "reaction", "reaction": { "message_id": target, "emoji": "👍" } }))
        .await;
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert_eq!(stage.endpoint.statuses()[4..], ["sent"]);
}

#[tokio::test]
async fn a_customer_without_read_receipts_never_reads() {
    let stage = Stage::set().await;
    let shy = stage.sandbox.add_customer(NewCustomer {
        read_receipts: Some(false),
        ..NewCustomer::with_phone("Davi", "5561966665555")
    });
    stage.sandbox.say(&shy.key, Say::text("Oi")).expect("sent");
    stage
        .send(json!({ "to": "+5561966665555", "text": { "body": "Olá" } }))
        .await;
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert_eq!(stage.endpoint.statuses(), ["sent", "delivered"]);
}

#[tokio::test]
async fn planned_failures_meet_the_next_messages_only() {
    let stage = Stage::with_open_window().await;
    stage.sandbox.plan_failure(PlannedFailure {
        code: 131_049,
        details: None,
        customer: Some(stage.ada.key.clone()),
        times: 1,
        after_sent: true,
    });
    stage.sandbox.set_statuses(StatusSettings {
        auto_read: false,
        ..StatusSettings::default()
    });
    stage.send_text("falha").await;
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert_eq!(stage.endpoint.statuses(), ["sent", "failed"]);
    stage.send_text("passa").await;
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert_eq!(stage.endpoint.statuses()[2..], ["sent", "delivered"]);
}

#[tokio::test]
async fn scripts_make_statuses_of_known_and_unknown_messages() {
    let stage = Stage::with_open_window().await;
    let known = stage.send_text("Olá").await;
    let event = |wamid: &str, customer: Option<&str>| StatusEvent {
        wamid: wamid.to_owned(),
        status: DeliveryStatus::Failed,
        code: Some(131_026),
        details: Some("Sem WhatsApp".to_owned()),
        at_ms: Some(1_795_000_000_000),
        customer: customer.map(str::to_owned),
        number: None,
        callback_data: Some("ours".to_owned()),
    };
    stage.sandbox.status(&event(&known, None)).expect("known");
    assert!(stage.sandbox.status(&event("wamid.x", None)).is_err());
    stage
        .sandbox
        .status(&event("wamid.x", Some(&stage.ada.key)))
        .expect("named");
    let received = stage.endpoint.wait(3).await;
    let unknown = received
        .iter()
        .map(endpoint::Received::value)
        .find(|value| value["statuses"][0]["id"] == "wamid.x")
        .expect("the unknown one");
    let status = &unknown["statuses"][0];
    assert_eq!(status["timestamp"], "1795000000");
    assert_eq!(status["errors"][0]["error_data"]["details"], "Sem WhatsApp");
    assert_eq!(status["biz_opaque_callback_data"], "ours");
}

#[tokio::test]
async fn business_reactions_need_a_target_and_show_at_the_customers() {
    let stage = Stage::with_open_window().await;
    let theirs = stage.ada_writes("Chegou!");
    let react = |id: &str, emoji: &str| json!({ "type": "reaction", "reaction": { "message_id": id, "emoji": emoji } });
    stage.send(react(&theirs, "🎉")).await;
    let emojis = || {
        let thread = stage.sandbox.thread(PHONE, &stage.ada.key).expect("thread");
        let target = thread.iter().find(|one| one.id == theirs).expect("kept");
        target
            .reactions
            .iter()
            .map(|reaction| reaction.emoji.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(emojis(), ["🎉"]);
    stage.send(react(&theirs, "")).await;
    assert!(emojis().is_empty());

    let content = Content::Revoke {
        original_message_id: theirs.clone(),
    };
    stage
        .sandbox
        .say(&stage.ada.key, Say::new(content))
        .expect("sent");
    assert!(stage.sandbox.settled(PATIENCE).await);
    let before = stage.endpoint.statuses().len();
    assert_eq!(stage.send(react(&theirs, "👍")).await.0, 200, "told later");
    assert!(stage.sandbox.settled(PATIENCE).await);
    assert_eq!(stage.endpoint.statuses()[before..], ["failed"]);
}
