//! The scripting surface over HTTP: what the typed handle does, a test in any language can do.

use serde_json::{Value, json};

use super::*;

impl Stage {
    async fn script(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.post(&format!("sandbox/{path}"), &body).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }
}

#[tokio::test]
async fn a_whole_scene_can_be_played_over_http() {
    let stage = Stage::set().await;
    stage.script("reset", json!({})).await;
    stage
        .script(
            "numbers",
            json!({
                "phone_number_id": PHONE, "waba_id": WABA, "access_token": TOKEN, "app_secret": SECRET,
                "webhook_url": stage.endpoint.url(), "verify_token": "verify-me",
            }),
        )
        .await;
    let verified = stage
        .script(&format!("numbers/{PHONE}/verify-webhook"), json!({}))
        .await;
    assert_eq!(verified, json!({ "verified": true }));
    stage
        .script("customers", json!([{ "name": "Ada", "wa_id": "5561981234567" }, { "name": "Bia", "username": "bia" }]))
        .await;
    let said = stage
        .script(
            "customers/5561981234567/messages",
            json!({ "type": "text", "body": "Oi" }),
        )
        .await;
    assert!(said["wamid"].is_string());

    let (_, found) = {
        let waiting = stage.get("sandbox/ledger?kind=message&wait_for=1&timeout_ms=5000");
        let sending = stage.send_text("Olá");
        let (found, _) = tokio::join!(waiting, sending);
        found
    };
    assert_eq!(found["complete"], true);
    assert_eq!(found["calls"][0]["body"]["text"]["body"], "Olá");

    let (_, settled) = stage.get("sandbox/settled?timeout_ms=5000").await;
    assert_eq!(settled, json!({ "settled": true }));
    let (_, deliveries) = stage.get("sandbox/deliveries?contains=delivered").await;
    assert_eq!(deliveries["count"], 1);
    let (_, thread) = stage.get("sandbox/customers/5561981234567/messages").await;
    assert_eq!(thread["messages"].as_array().map(Vec::len), Some(2));
    assert_eq!(thread["messages"][1]["status"], "read");
}

#[tokio::test]
async fn settings_faults_and_time_are_set_over_http() {
    let stage = Stage::with_open_window().await;
    stage
        .script(
            "faults",
            json!({ "path": "/messages", "times": 1, "fault": "code", "code": 131_016 }),
        )
        .await;
    let (status, answer) = stage.send(json!({ "text": { "body": "a" } })).await;
    assert_eq!((status, code(&answer)), (500, 131_016));
    let shifted = stage
        .script("clock", json!({ "freeze_at_ms": 1_000, "shift_ms": 5 }))
        .await;
    assert_eq!(shifted, json!({ "now_ms": 1_005 }));
    let put = async |path: &str, body: Value| {
        let answer = stage
            .http
            .put(stage.path(&format!("sandbox/{path}")))
            .json(&body)
            .send()
            .await
            .expect("an answer");
        answer.status().as_u16()
    };
    assert_eq!(put("rules", json!({ "window": "off" })).await, 200);
    assert_eq!(put("statuses", json!({ "mode": "permuted" })).await, 200);
    assert_eq!(put("delivery", json!({ "concurrency": 1 })).await, 200);
    assert_eq!(
        put("delivery", json!({ "conurrency": 1 })).await,
        422,
        "misspelt"
    );
    let (_, rules) = stage.get("sandbox/rules").await;
    assert_eq!(rules["window"], "off");
    assert_eq!(rules["pair_rate"], true);
}

#[tokio::test]
async fn what_does_not_exist_is_said_in_a_sentence() {
    let stage = Stage::set().await;
    let (status, answer) = stage
        .post(
            "sandbox/customers/nobody/messages",
            &json!({ "type": "text", "body": "Oi" }),
        )
        .await;
    assert_eq!(status, 404);
    assert_eq!(answer["error"], "no customer 'nobody' exists");
    stage.sandbox.register(Number::new("2", "3", "t", "s"));
    let (status, answer) = stage
        .post(
            "sandbox/customers/5561981234567/messages",
            &json!({ "type": "text", "body": "Oi" }),
        )
        .await;
    assert_eq!(status, 400, "{answer}");
}

#[tokio::test]
async fn a_wait_that_is_not_fulfilled_says_so() {
    let stage = Stage::set().await;
    let (_, found) = stage
        .get("sandbox/ledger?kind=message&wait_for=1&timeout_ms=50")
        .await;
    assert_eq!(found["complete"], false);
}

#[tokio::test]
async fn a_reset_forgets_what_was_planned() {
    let stage = Stage::with_open_window().await;
    stage.sandbox.set_statuses(StatusSettings {
        sent_after_ms: 3_600_000,
        ..StatusSettings::default()
    });
    stage.send_text("Olá").await;
    stage.sandbox.reset();
    assert!(
        stage.sandbox.settled(PATIENCE).await,
        "nothing is left to come"
    );
    assert!(stage.sandbox.customers().is_empty());
    assert!(stage.sandbox.calls(&crate::CallQuery::default()).is_empty());
    let (status, answer) = stage.send(json!({ "text": { "body": "a" } })).await;
    assert_eq!((status, code(&answer)), (401, 190));
}
