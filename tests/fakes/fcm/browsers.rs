//! Which browsers there are, what they registered, and what they have not said they received.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::mpsc;
use uuid::Uuid;

use super::wire::{AppData, DataMessageStanza, Tag, frame};
use crate::fakes::push_service::Delivery;

#[derive(Default)]
pub(super) struct Browsers(Mutex<HashMap<u64, Browser>>);

#[derive(Default)]
struct Browser {
    stream: Option<mpsc::UnboundedSender<Vec<u8>>>,
    registrations: HashMap<String, Registration>,
    /// In the order of arrival.
    pending: Vec<Pending>,
}

/// What a browser wrote in its registration form.
#[derive(Clone)]
pub(super) struct Registration {
    pub(super) app: String,
    pub(super) subtype: String,
    pub(super) sender: String,
    pub(super) endpoint: String,
}

struct Pending {
    topic: Option<String>,
    id: String,
    frame: Vec<u8>,
}

impl Browsers {
    /// Remembers a browser of this name.
    pub(super) fn check_in(&self, android_id: u64) {
        self.lock().entry(android_id).or_default();
    }

    pub(super) fn register(&self, android_id: u64, token: String, registration: Registration) {
        let mut browsers = self.lock();
        browsers
            .entry(android_id)
            .or_default()
            .registrations
            .insert(token, registration);
    }

    /// The endpoint that is no more.
    pub(super) fn unregister(&self, android_id: u64, subtype: &str) -> Option<String> {
        let mut browsers = self.lock();
        let registrations = &mut browsers.get_mut(&android_id)?.registrations;
        let token = registrations
            .iter()
            .find(|(_, it)| it.subtype == subtype)?
            .0
            .clone();
        Some(registrations.remove(&token)?.endpoint)
    }

    /// A browser's stream is open: what it has not received follows.
    pub(super) fn connect(
        &self,
        android_id: u64,
        received: &[String],
        stream: mpsc::UnboundedSender<Vec<u8>>,
    ) {
        let mut browsers = self.lock();
        let browser = browsers.entry(android_id).or_default();
        browser
            .pending
            .retain(|pending| !received.contains(&pending.id));
        for pending in &browser.pending {
            let _ = stream.send(pending.frame.clone());
        }
        browser.stream = Some(stream);
    }

    /// Tells the browser, or keeps the message for its return.
    pub(super) fn deliver(&self, delivery: &Delivery) {
        for browser in self.lock().values_mut() {
            let Some(registration) = browser.registrations.get(&delivery.token) else {
                continue;
            };
            let id = Uuid::new_v4().to_string();
            let frame = frame(Tag::DataMessageStanza, &stanza(&id, registration, delivery));
            let told = browser
                .stream
                .as_ref()
                .is_some_and(|it| it.send(frame.clone()).is_ok());
            if told || delivery.ttl > 0 {
                let replaced = |it: &Pending| it.topic.is_some() && it.topic == delivery.topic;
                browser.pending.retain(|pending| !replaced(pending));
                browser.pending.push(Pending {
                    topic: delivery.topic.clone(),
                    id,
                    frame,
                });
            }
        }
    }

    pub(super) fn cut_all(&self) {
        for browser in self.lock().values_mut() {
            browser.stream = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Browser>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn stanza(id: &str, registration: &Registration, delivery: &Delivery) -> DataMessageStanza {
    let data = |key: &str, value: &str| AppData {
        key: key.to_owned(),
        value: value.to_owned(),
    };
    DataMessageStanza {
        id: Some(id.to_owned()),
        from: registration.sender.clone(),
        to: Some(String::new()),
        category: registration.app.clone(),
        app_data: vec![
            data("subtype", &registration.subtype),
            data("content-encoding", "aes128gcm"),
        ],
        persistent_id: Some(id.to_owned()),
        ttl: i32::try_from(delivery.ttl).ok(),
        sent: None,
        raw_data: (!delivery.body.is_empty()).then(|| delivery.body.clone()),
    }
}
