//! Which browsers there are, what they subscribed to, and what they have not acknowledged.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::mpsc;
use uuid::Uuid;

use super::{
    Command,
    messages::{self, Notification},
};
use crate::fakes::push_service::Delivery;

#[derive(Default)]
pub(super) struct Users(Mutex<HashMap<String, User>>);

#[derive(Default)]
struct User {
    line: Option<mpsc::UnboundedSender<Command>>,
    channels: HashMap<String, Channel>,
    /// By version, so that a newer message of a topic takes the place of the older.
    pending: BTreeMap<String, Notification>,
}

struct Channel {
    token: String,
    endpoint: String,
}

impl User {
    /// Whether the browser's line took it.
    fn tell(&self, notification: &Notification) -> bool {
        let Ok(message) = serde_json::to_value(notification) else {
            return false;
        };
        self.line
            .as_ref()
            .is_some_and(|line| line.send(Command::Send(message)).is_ok())
    }
}

impl Users {
    /// Welcomes a browser, under its old name if it is known, and repeats what it has not
    /// acknowledged.
    pub(super) fn connect(
        &self,
        uaid: Option<&str>,
        line: mpsc::UnboundedSender<Command>,
    ) -> String {
        let mut users = self.lock();
        let known = uaid
            .filter(|uaid| users.contains_key(*uaid))
            .map(str::to_owned);
        let uaid = known.unwrap_or_else(|| Uuid::new_v4().simple().to_string());
        let user = users.entry(uaid.clone()).or_default();
        let _ = line.send(Command::Send(messages::hello(&uaid)));
        user.line = Some(line);
        for notification in user.pending.values() {
            user.tell(notification);
        }
        uaid
    }

    pub(super) fn register(&self, uaid: &str, channel_id: &str, token: &str, endpoint: &str) {
        if let Some(user) = self.lock().get_mut(uaid) {
            let channel = Channel {
                token: token.to_owned(),
                endpoint: endpoint.to_owned(),
            };
            user.channels.insert(channel_id.to_owned(), channel);
        }
    }

    /// The endpoint that is no more.
    pub(super) fn unregister(&self, uaid: &str, channel_id: &str) -> Option<String> {
        Some(
            self.lock()
                .get_mut(uaid)?
                .channels
                .remove(channel_id)?
                .endpoint,
        )
    }

    /// The browser has dealt with these.
    pub(super) fn settle<'a>(&self, uaid: &str, versions: impl IntoIterator<Item = &'a str>) {
        if let Some(user) = self.lock().get_mut(uaid) {
            for version in versions {
                user.pending.remove(version);
            }
        }
    }

    /// Tells the browser, or keeps the message for its return.
    pub(super) fn deliver(&self, delivery: &Delivery) {
        for user in self.lock().values_mut() {
            let channel = user
                .channels
                .iter()
                .find(|(_, it)| it.token == delivery.token);
            let Some((channel_id, _)) = channel else {
                continue;
            };
            let version = match &delivery.topic {
                Some(topic) => format!("01:{channel_id}:{topic}"),
                None => Uuid::new_v4().simple().to_string(),
            };
            let notification =
                Notification::new(channel_id.clone(), version.clone(), &delivery.body);
            if user.tell(&notification) || delivery.ttl > 0 {
                user.pending.insert(version, notification);
            }
        }
    }

    pub(super) fn cut_all(&self) {
        for user in self.lock().values_mut() {
            cut(user);
        }
    }

    /// The endpoints that are no more.
    pub(super) fn forget_all(&self) -> Vec<String> {
        let mut users = self.lock();
        users.values_mut().for_each(cut);
        users
            .drain()
            .flat_map(|(_, user)| user.channels.into_values().map(|channel| channel.endpoint))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, User>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn cut(user: &mut User) {
    if let Some(line) = user.line.take() {
        // The line may be gone already.
        let _ = line.send(Command::Cut);
    }
}
