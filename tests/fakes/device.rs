//! A phone without a browser: subscribes as one, and reads what it is sent.

use std::{sync::Arc, time::Duration};

use push::{Subscription, UntrustedSubscription, device::DeviceKeys};
use ring::rand::SystemRandom;
use serde_json::Value;
use tokio::{sync::mpsc, time::timeout};

use super::push_service::{Delivery, PushService, Vendor};

/// Far beyond what a loaded machine needs; a test that waits in vain says so instead of hanging.
const PATIENCE: Duration = Duration::from_mins(1);

/// One installed app with notifications turned on.
pub struct Device {
    service: Arc<PushService>,
    keys: DeviceKeys,
    endpoint: String,
    mailbox: mpsc::UnboundedReceiver<Delivery>,
}

impl Device {
    /// What `pushManager.subscribe({applicationServerKey})` does in the browser of that vendor.
    pub fn subscribe(
        service: &Arc<PushService>,
        vendor: Vendor,
        application_server_key: &str,
    ) -> Self {
        let keys = DeviceKeys::generate(&SystemRandom::new()).expect("keys are generated");
        let (sender, mailbox) = mpsc::unbounded_channel();
        let bound_key = Some(application_server_key.to_owned());
        let (endpoint, _) = service.subscribe(vendor, bound_key, sender);
        Self {
            service: Arc::clone(service),
            keys,
            endpoint,
            mailbox,
        }
    }

    /// `subscription.endpoint`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// `subscription.getKey("p256dh")` in base64url.
    pub fn p256dh(&self) -> String {
        self.keys.p256dh()
    }

    /// `subscription.getKey("auth")` in base64url.
    pub fn auth(&self) -> String {
        self.keys.auth()
    }

    /// The subscription as the push room knows it.
    pub fn subscription(&self) -> Subscription {
        let untrusted = UntrustedSubscription {
            endpoint: &self.endpoint,
            p256dh: &self.p256dh(),
            auth: &self.auth(),
        };
        Subscription::parse(untrusted, &push::PushServices::default())
            .expect("what a browser gives is a subscription")
    }

    /// `subscription.unsubscribe()`: the next message is answered with 410.
    pub fn unsubscribe(&self) {
        self.service.expire(&self.endpoint);
    }

    /// Waits for the next notification, opened and parsed.
    pub async fn next(&mut self) -> Value {
        let delivery = timeout(PATIENCE, self.mailbox.recv()).await;
        let delivery = delivery
            .ok()
            .flatten()
            .expect("a push was expected and did not come");
        self.open(&delivery)
    }

    /// What came until now, opened and parsed.
    pub fn arrived(&mut self) -> Vec<Value> {
        std::iter::from_fn(|| self.mailbox.try_recv().ok())
            .collect::<Vec<_>>()
            .iter()
            .map(|delivery| self.open(delivery))
            .collect()
    }

    fn open(&self, delivery: &Delivery) -> Value {
        let text = self
            .keys
            .decrypt(&delivery.body)
            .expect("the message is for this device");
        serde_json::from_slice(&text).expect("the payload is JSON")
    }
}
