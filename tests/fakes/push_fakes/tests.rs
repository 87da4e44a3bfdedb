use std::time::{Duration, UNIX_EPOCH};

use futures_util::{SinkExt, StreamExt};
use push::{
    Message, Notification, Outcome, Payload, Sender, SenderOptions, Subject, Subscription, Topic,
    UntrustedSubscription, VapidKey, device::DeviceKeys,
};
use ring::rand::SystemRandom;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{self, client::IntoClientRequest},
};

use super::*;
use crate::fakes::{Device, Failure, push_service::Vendor};

const NOW: u64 = 1_800_000_000;

/// Push services that live in 2027, and a sender that may be elsewhere in time.
struct Stage {
    fakes: PushFakes,
    sender: Sender,
    now: SystemTime,
}

impl Stage {
    async fn new() -> Self {
        let clock = || UNIX_EPOCH + Duration::from_secs(NOW);
        let fakes = PushFakes::start_with_clock(Arc::new(clock)).await.unwrap();
        let sender = sender_for(&fakes);
        Self {
            fakes,
            sender,
            now: clock(),
        }
    }

    fn device(&self, vendor: Vendor) -> Device {
        Device::subscribe(self.fakes.service(), vendor, &self.sender.public_key())
    }

    async fn send(&self, to: &Subscription, body: &str) -> Outcome {
        self.sender.send(to, &message(body), self.now).await
    }
}

fn sender_for(fakes: &PushFakes) -> Sender {
    let key = VapidKey::generate(&SystemRandom::new()).unwrap();
    let subject = Subject::parse("mailto:ti@acme.com.br").unwrap();
    Sender::new(SenderOptions {
        extra_roots: vec![fakes.service().root()],
        overrides: fakes.service().overrides(),
        time_limit: Duration::from_secs(3),
        ..SenderOptions::new(key, subject)
    })
    .unwrap()
}

fn message(body: &str) -> Message {
    let notification = Notification {
        body: body.to_owned(),
        ..Notification::default()
    };
    Message::urgent(
        Payload::new(&notification).unwrap(),
        Some(Topic::of_conversation("ana")),
    )
}

fn body(payload: &Value) -> &str {
    payload["notification"]["body"].as_str().unwrap()
}

#[tokio::test]
async fn the_devices_of_all_vendors_read_what_is_sent_to_them_and_to_no_other() {
    let stage = Stage::new().await;
    for vendor in [
        Vendor::Google,
        Vendor::Mozilla,
        Vendor::Apple,
        Vendor::Microsoft,
    ] {
        let (mut device, mut other) = (stage.device(vendor), stage.device(vendor));
        let outcome = stage.send(&device.subscription(), "Qual o prazo?").await;
        assert!(
            matches!(outcome, Outcome::Accepted),
            "{vendor:?}: {outcome:?}"
        );
        assert_eq!(body(&device.next().await), "Qual o prazo?");
        assert!(other.arrived().is_empty());
    }
    let taken = stage.fakes.service().ledger().received(4).await;
    assert!(
        taken
            .iter()
            .all(|it| it.ttl == Some(14_400) && it.topic.is_some())
    );
}

#[tokio::test]
async fn a_sender_with_another_key_is_refused() {
    let stage = Stage::new().await;
    let mut device = stage.device(Vendor::Apple);
    let stranger = sender_for(&stage.fakes);
    let outcome = stranger
        .send(&device.subscription(), &message("Oi"), stage.now)
        .await;
    assert!(
        matches!(outcome, Outcome::Misconfigured { status: 403, .. }),
        "{outcome:?}"
    );
    assert!(device.arrived().is_empty());
}

#[tokio::test]
async fn a_signature_of_another_time_is_refused() {
    for (hours, accepted) in [(-13_i64, false), (-11, true), (11, true), (13, false)] {
        let mut stage = Stage::new().await;
        stage.now = UNIX_EPOCH + Duration::from_secs(NOW.saturating_add_signed(hours * 3_600));
        let device = stage.device(Vendor::Google);
        let outcome = stage.send(&device.subscription(), "Oi").await;
        assert_eq!(
            matches!(outcome, Outcome::Accepted),
            accepted,
            "{hours}: {outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_planned_failure_happens_once_and_in_order() {
    let stage = Stage::new().await;
    let device = stage.device(Vendor::Mozilla);
    for failure in [Failure::retry_after(429, 7), Failure::silence()] {
        stage.fakes.service().fail_next(device.endpoint(), failure);
    }
    let subscription = device.subscription();
    let first = stage.send(&subscription, "1").await;
    assert!(matches!(first, Outcome::Throttled { retry_after: Some(wait) } if wait.as_secs() == 7));
    assert!(matches!(
        stage.send(&subscription, "2").await,
        Outcome::Unreachable { .. }
    ));
    assert!(matches!(
        stage.send(&subscription, "3").await,
        Outcome::Accepted
    ));
    let attempts = stage.fakes.service().ledger().attempts();
    assert_eq!(
        attempts.iter().map(|it| it.status).collect::<Vec<_>>(),
        [429, 0, 201]
    );
}

#[tokio::test]
async fn a_device_that_unsubscribed_is_gone() {
    let stage = Stage::new().await;
    let device = stage.device(Vendor::Google);
    device.unsubscribe();
    assert!(matches!(
        stage.send(&device.subscription(), "Oi").await,
        Outcome::Gone
    ));
}

/// Firefox, as far as the push service sees it.
struct Firefox {
    line: WebSocketStream<MaybeTlsStream<TcpStream>>,
    uaid: String,
}

impl Firefox {
    async fn connect(fakes: &PushFakes, uaid: Option<&str>) -> Self {
        let mut request = fakes.autopush().url().into_client_request().unwrap();
        let protocol = "push-notification".parse().unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocol);
        let (line, _) = connect_async(request).await.unwrap();
        let mut browser = Self {
            line,
            uaid: String::new(),
        };
        browser
            .say(json!({ "messageType": "hello", "uaid": uaid, "use_webpush": true }))
            .await;
        let hello = browser.hear().await;
        assert_eq!(hello["status"], 200);
        hello["uaid"]
            .as_str()
            .unwrap()
            .clone_into(&mut browser.uaid);
        browser
    }

    async fn say(&mut self, message: Value) {
        self.line
            .send(tungstenite::Message::text(message.to_string()))
            .await
            .unwrap();
    }

    async fn hear(&mut self) -> Value {
        let heard = self.line.next().await.unwrap().unwrap();
        serde_json::from_str(heard.to_text().unwrap()).unwrap()
    }

    async fn subscribe(&mut self, keys: &DeviceKeys, server_key: &str) -> Subscription {
        let channel = json!({ "messageType": "register", "channelID": "c1", "key": server_key });
        self.say(channel).await;
        let registered = self.hear().await;
        let untrusted = UntrustedSubscription {
            endpoint: registered["pushEndpoint"].as_str().unwrap(),
            p256dh: &keys.p256dh(),
            auth: &keys.auth(),
        };
        Subscription::parse(untrusted, &push::PushServices::default()).unwrap()
    }
}

#[tokio::test]
async fn firefox_is_told_again_after_a_cut_until_it_acknowledges() {
    let stage = Stage::new().await;
    let keys = DeviceKeys::generate(&SystemRandom::new()).unwrap();
    let mut browser = Firefox::connect(&stage.fakes, None).await;
    let subscription = browser.subscribe(&keys, &stage.sender.public_key()).await;

    stage.send(&subscription, "Oi").await;
    let told = browser.hear().await;
    assert_eq!(told["channelID"], "c1");

    stage.fakes.autopush().disconnect();
    assert!(
        browser.line.next().await.is_none_or(|end| end.is_err()),
        "a cut is no farewell"
    );

    // What came meanwhile about the same conversation takes the place of what was not acknowledged.
    stage.send(&subscription, "Oi?").await;
    stage.fakes.service().ledger().received(2).await;
    let mut browser = Firefox::connect(&stage.fakes, Some(&browser.uaid)).await;
    let again = browser.hear().await;
    assert_eq!(again["version"], told["version"]);

    let version = json!([{ "channelID": "c1", "version": again["version"], "code": 100 }]);
    browser
        .say(json!({ "messageType": "ack", "updates": version }))
        .await;
    browser.say(json!({})).await;
    assert_eq!(
        browser.hear().await,
        json!({}),
        "a ping is answered, and nothing is repeated"
    );
    let mut browser = Firefox::connect(&stage.fakes, Some(&browser.uaid)).await;
    browser.say(json!({})).await;
    assert_eq!(browser.hear().await, json!({}));
}

#[tokio::test]
async fn a_forgotten_firefox_gets_a_new_name_and_its_subscriptions_are_gone() {
    let stage = Stage::new().await;
    let keys = DeviceKeys::generate(&SystemRandom::new()).unwrap();
    let mut browser = Firefox::connect(&stage.fakes, None).await;
    let subscription = browser.subscribe(&keys, &stage.sender.public_key()).await;
    stage.fakes.autopush().forget();

    assert!(matches!(
        stage.send(&subscription, "Oi").await,
        Outcome::Gone
    ));
    let returned = Firefox::connect(&stage.fakes, Some(&browser.uaid)).await;
    assert_ne!(returned.uaid, browser.uaid);
}
