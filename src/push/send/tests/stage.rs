//! What every test of sending stands on.

use std::time::{Duration, SystemTime};

use ring::rand::SystemRandom;

use super::service::{Answer, PushService, Request};
use crate::{
    Message, Notification, Outcome, Payload, PushServices, Sender, SenderOptions, Subject,
    Subscription, Topic, UntrustedSubscription, VapidKey, device::DeviceKeys,
};

pub(super) const HOST: &str = "web.push.apple.com";

/// A sender, one device, and the service that stands between them.
pub(super) struct Stage {
    pub(super) sender: Sender,
    pub(super) service: PushService,
    pub(super) device: DeviceKeys,
    pub(super) subscription: Subscription,
}

impl Stage {
    pub(super) async fn with(script: Vec<Answer>) -> Self {
        Self::with_limit(script, Duration::from_secs(10)).await
    }

    pub(super) async fn with_limit(script: Vec<Answer>, time_limit: Duration) -> Self {
        // A second installation by another test of this process changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let service = PushService::start(HOST, script).await;
        let options = SenderOptions {
            time_limit,
            extra_roots: vec![service.root.clone()],
            overrides: vec![(HOST.to_owned(), service.address)],
            ..options()
        };
        let device = DeviceKeys::generate(&SystemRandom::new()).unwrap();
        let subscription = subscribe(&device);
        Self {
            sender: Sender::new(options).unwrap(),
            service,
            device,
            subscription,
        }
    }

    pub(super) async fn send(&self) -> Outcome {
        self.send_at(0).await
    }

    pub(super) async fn send_at(&self, seconds: u64) -> Outcome {
        self.sender
            .send(&self.subscription, &message("Qual o prazo?"), at(seconds))
            .await
    }

    pub(super) async fn arrived(&mut self) -> Request {
        self.service.requests.recv().await.unwrap()
    }

    pub(super) fn arrived_nothing(&mut self) -> bool {
        self.service.requests.try_recv().is_err()
    }
}

pub(super) fn options() -> SenderOptions {
    let key = VapidKey::generate(&SystemRandom::new()).unwrap();
    SenderOptions::new(key, Subject::parse("mailto:ti@acme.com.br").unwrap())
}

fn subscribe(device: &DeviceKeys) -> Subscription {
    let endpoint = format!("https://{HOST}/QDevice");
    let untrusted = UntrustedSubscription {
        endpoint: &endpoint,
        p256dh: &device.p256dh(),
        auth: &device.auth(),
    };
    Subscription::parse(
        untrusted,
        &PushServices::with_added(["localtest.me"]).unwrap(),
    )
    .unwrap()
}

pub(super) fn message(body: &str) -> Message {
    let notification = Notification {
        title: "Ana Souza".to_owned(),
        body: body.to_owned(),
        ..Notification::default()
    };
    Message::urgent(
        Payload::new(&notification).unwrap(),
        Some(Topic::of_conversation(
            "01965b1e-8f7a-7c3e-9a51-1d2f3a4b5c6d",
        )),
    )
}

pub(super) fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)
}
