//! What the desktop shows and has shown.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::Serialize;
use tokio::{sync::watch, time::timeout};

/// One notification as the application asked for it.
#[derive(Clone, Debug, Serialize)]
pub struct Notification {
    /// The desktop's number for it.
    pub id: u32,
    /// The notification that it took the place of, or 0.
    pub replaces: u32,
    /// The application.
    pub application: String,
    /// The title.
    pub summary: String,
    /// The text below.
    pub body: String,
    /// Keys and labels of buttons, in turns.
    pub actions: Vec<String>,
    /// Path or name of the icon.
    pub icon: String,
    /// The names of the hints given, such as `suppress-sound`.
    pub hints: BTreeSet<String>,
    /// Milliseconds; 0 stays until dismissed, -1 is the desktop's choice.
    pub expires_after: i32,
}

/// The screen and its history.
pub struct Shown {
    screen: Mutex<Screen>,
    changes: watch::Sender<u64>,
}

#[derive(Default)]
struct Screen {
    last_id: u32,
    visible: BTreeMap<u32, Notification>,
    history: Vec<Notification>,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            screen: Mutex::default(),
            changes: watch::Sender::new(0),
        }
    }
}

impl Shown {
    /// What is visible now, in the order of first showing.
    pub fn visible(&self) -> Vec<Notification> {
        self.screen().visible.values().cloned().collect()
    }

    /// Everything that was ever asked for, in order, replaced and closed ones too.
    pub fn history(&self) -> Vec<Notification> {
        self.screen().history.clone()
    }

    /// Waits until `count` visible notifications contain this text. Tells what is visible in either
    /// case, as an error when the time is up.
    pub async fn wait_for(
        &self,
        text: &str,
        count: usize,
        patience: Duration,
    ) -> Result<Vec<Notification>, Vec<Notification>> {
        let matching = || {
            let contains = |it: &Notification| it.summary.contains(text) || it.body.contains(text);
            self.visible()
                .into_iter()
                .filter(contains)
                .collect::<Vec<_>>()
        };
        let mut changes = self.changes.subscribe();
        let enough = changes.wait_for(|_| matching().len() >= count);
        let came = timeout(patience, enough).await.is_ok();
        if came {
            Ok(matching())
        } else {
            Err(self.visible())
        }
    }

    /// Shows it, in the place of the one that it replaces, and gives it its number.
    pub(super) fn show(&self, mut notification: Notification) -> u32 {
        let mut screen = self.screen();
        if notification.replaces == 0 {
            screen.last_id += 1;
            notification.id = screen.last_id;
        } else {
            notification.id = notification.replaces;
        }
        let id = notification.id;
        screen.history.push(notification.clone());
        screen.visible.insert(id, notification);
        drop(screen);
        self.changed();
        id
    }

    /// Whether it was visible.
    pub(super) fn remove(&self, id: u32) -> bool {
        let removed = self.screen().visible.remove(&id).is_some();
        self.changed();
        removed
    }

    fn changed(&self) {
        self.changes.send_modify(|changes| *changes += 1);
    }

    fn screen(&self) -> MutexGuard<'_, Screen> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
