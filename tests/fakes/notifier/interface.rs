//! The D-Bus interface that applications call.

use std::{collections::HashMap, sync::Arc};

use zbus::{OwnedVariant, interface, object_server::SignalEmitter};

use super::{Closed, Notification, Shown};

pub(super) struct Notifications {
    shown: Arc<Shown>,
}

impl Notifications {
    pub(super) fn new(shown: Arc<Shown>) -> Self {
        Self { shown }
    }
}

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    /// Chromium offers buttons and an answer field only to desktops that have them.
    #[expect(clippy::unused_self, reason = "the interface macro calls methods")]
    fn get_capabilities(&self) -> Vec<String> {
        [
            "actions",
            "body",
            "body-markup",
            "body-images",
            "icon-static",
            "persistence",
        ]
        .into_iter()
        .chain(["inline-reply"])
        .map(str::to_owned)
        .collect()
    }

    #[expect(clippy::unused_self, reason = "the interface macro calls methods")]
    #[zbus(out_args("name", "vendor", "version", "spec_version"))]
    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("guiche-notifier", "guiche", "1.0", "1.2")
    }

    #[expect(clippy::too_many_arguments, reason = "the specification has so many")]
    fn notify(
        &self,
        app_name: String,
        replaces_id: u32,
        app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedVariant>,
        expire_timeout: i32,
    ) -> u32 {
        self.shown.show(Notification {
            id: 0,
            replaces: replaces_id,
            application: app_name,
            summary,
            body,
            actions,
            icon: app_icon,
            hints: hints.into_keys().collect(),
            expires_after: expire_timeout,
        })
    }

    async fn close_notification(
        &self,
        id: u32,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<()> {
        if self.shown.remove(id) {
            Self::notification_closed(&emitter, id, Closed::ByApplication as u32).await?;
        }
        Ok(())
    }

    #[zbus(signal)]
    pub(super) async fn notification_closed(
        emitter: &SignalEmitter<'_>,
        id: u32,
        reason: u32,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    pub(super) async fn action_invoked(
        emitter: &SignalEmitter<'_>,
        id: u32,
        action_key: &str,
    ) -> zbus::Result<()>;

    /// Not in the specification, but what desktops with an answer field send.
    #[zbus(signal)]
    pub(super) async fn notification_replied(
        emitter: &SignalEmitter<'_>,
        id: u32,
        text: &str,
    ) -> zbus::Result<()>;
}
