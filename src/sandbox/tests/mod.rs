//! The emulator as its clients meet it: over real HTTP, with a real endpoint that receives its webhooks. Signatures
//! and escapes are checked here by code of their own.

mod delivery;
mod endpoint;
mod faults;
mod inbound;
mod media;
mod outbound;
mod page;
mod rules;
mod scripting;
mod statuses;
mod templates;

use std::time::Duration;

use serde_json::{Value, json};

use crate::{Customer, NewCustomer, Number, Running, Sandbox, SandboxOptions, Say, StatusSettings};
pub(crate) use endpoint::{Endpoint, Received};

const PHONE: &str = "200300400500600";
const WABA: &str = "100200300400500";
const TOKEN: &str = "EAAG-test-token";
const SECRET: &str = "test-app-secret";
const PATIENCE: Duration = Duration::from_mins(1);

/// A sandbox with one number, one customer, and an endpoint that listens.
struct Stage {
    sandbox: Running,
    endpoint: Endpoint,
    ada: Customer,
    http: reqwest::Client,
}

impl Stage {
    async fn set() -> Self {
        let endpoint = Endpoint::start().await;
        let sandbox = Sandbox::start(SandboxOptions::default())
            .await
            .expect("a free port");
        let mut number = Number::new(PHONE, WABA, TOKEN, SECRET).with_webhook(endpoint.url());
        number.verify_token = Some("verify-me".to_owned());
        sandbox.register(number);
        let ada = sandbox.add_customer(NewCustomer::with_phone("Ada Exemplo", "5561981234567"));
        Self {
            sandbox,
            endpoint,
            ada,
            http: crate::client().expect("a client"),
        }
    }

    /// A stage on which Ada has just written, so that her window is open; nothing else happens by itself.
    async fn with_open_window() -> Self {
        let stage = Self::set().await;
        stage.without_statuses();
        stage.ada_writes("Oi");
        assert!(stage.sandbox.settled(PATIENCE).await);
        stage
    }

    fn without_statuses(&self) {
        self.sandbox.set_statuses(StatusSettings {
            automatic: false,
            ..StatusSettings::default()
        });
    }

    fn ada_writes(&self, text: &str) -> String {
        self.sandbox
            .say(&self.ada.key, Say::text(text))
            .expect("Ada exists")
    }

    fn path(&self, path: &str) -> String {
        format!("{}/{path}", self.sandbox.base_url())
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let answer = self
            .http
            .post(self.path(path))
            .bearer_auth(TOKEN)
            .json(body)
            .send()
            .await
            .expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.json().await.expect("JSON"))
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        let answer = self
            .http
            .get(self.path(path))
            .bearer_auth(TOKEN)
            .send()
            .await
            .expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.json().await.expect("JSON"))
    }

    /// Sends to the messages path what `message` adds to the envelope.
    async fn send(&self, message: Value) -> (u16, Value) {
        let mut body = json!({ "messaging_product": "whatsapp", "to": "+5561981234567" });
        for (key, value) in message.as_object().expect("an object") {
            body[key] = value.clone();
        }
        self.post(&format!("v25.0/{PHONE}/messages"), &body).await
    }

    async fn send_text(&self, text: &str) -> String {
        let (status, answer) = self
            .send(json!({ "type": "text", "text": { "body": text } }))
            .await;
        assert_eq!(status, 200, "{answer}");
        answer["messages"][0]["id"]
            .as_str()
            .expect("a wamid")
            .to_owned()
    }
}

/// The code of a Graph error.
fn code(answer: &Value) -> u64 {
    answer["error"]["code"].as_u64().unwrap_or_default()
}

fn details(answer: &Value) -> &str {
    answer["error"]["error_data"]["details"]
        .as_str()
        .unwrap_or_default()
}
