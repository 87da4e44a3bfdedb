//! A desktop that shows notifications (freedesktop.org's notification specification 1.2), and whose
//! user taps, answers and dismisses them as a test wishes. What a browser gets from it are trusted
//! clicks.

pub mod control;
mod interface;
mod shown;

use std::sync::Arc;

use zbus::{Connection, connection::Builder, object_server::InterfaceRef};

use self::interface::Notifications;
pub use self::shown::{Notification, Shown};

const PATH: &str = "/org/freedesktop/Notifications";
const NAME: &str = "org.freedesktop.Notifications";

/// Why a notification is gone, as the specification numbers it.
#[derive(Clone, Copy)]
enum Closed {
    ByUser = 2,
    ByApplication = 3,
}

/// The desktop of the session bus.
#[derive(Clone)]
pub struct Desktop {
    shown: Arc<Shown>,
    interface: InterfaceRef<Notifications>,
    _connection: Connection,
}

impl Desktop {
    /// Takes over the notifications of the session bus that the environment names.
    pub async fn start() -> zbus::Result<Self> {
        Self::start_on(Builder::session()).await
    }

    async fn start_on(bus: Builder<'_>) -> zbus::Result<Self> {
        let shown = Arc::new(Shown::default());
        let connection = bus
            .name(NAME)
            .serve_at(PATH, Notifications::new(Arc::clone(&shown)))
            .build()
            .await?;
        let interface = connection.object_server().interface(PATH).await?;
        Ok(Self {
            shown,
            interface,
            _connection: connection,
        })
    }

    /// What is on the screen, and what was.
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// The user taps the notification (`default`) or the button of this action.
    pub async fn click(&self, id: u32, action: &str) -> zbus::Result<()> {
        Notifications::action_invoked(self.interface.signal_emitter(), id, action).await
    }

    /// The user answers within the notification.
    pub async fn reply(&self, id: u32, text: &str) -> zbus::Result<()> {
        Notifications::notification_replied(self.interface.signal_emitter(), id, text).await
    }

    /// The user dismisses the notification.
    pub async fn close(&self, id: u32) -> zbus::Result<()> {
        self.shown.remove(id);
        let emitter = self.interface.signal_emitter();
        Notifications::notification_closed(emitter, id, Closed::ByUser as u32).await
    }
}

#[cfg(test)]
mod tests;
