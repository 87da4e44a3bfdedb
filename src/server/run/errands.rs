//! What the API asks of rooms that it does not know.

use std::sync::Arc;
use std::time::SystemTime;

use desk::access::Actor;
use desk::contact::CustomerIdentity;
use desk::webhook::QuarantinedItemView;
use desk::{Desk, DeskError};
use entity::{DeviceId, QuarantinedItemId};
use futures_util::future::BoxFuture;
use graphql::{Errands, TestPush};
use push::UntrustedSubscription;
use push::{Message, Notification, Outcome, Payload, PushServices, Sender, Subscription};
use url::Url;

/// The errand boy.
pub struct Runner {
    /// The desk.
    pub desk: Desk,
    /// Sends pushes.
    pub sender: Option<Arc<Sender>>,
    /// The hosts that devices may name.
    pub services: PushServices,
    /// Where a tap leads.
    pub public_url: Url,
    /// The title of a test push.
    pub name: String,
}

impl Errands for Runner {
    fn send_test_push<'a>(
        &'a self,
        actor: &'a Actor,
        device: DeviceId,
    ) -> BoxFuture<'a, Result<TestPush, DeskError>> {
        Box::pin(self.test_push(actor, device))
    }

    fn replay<'a>(
        &'a self,
        actor: &'a Actor,
        item: QuarantinedItemId,
    ) -> BoxFuture<'a, Result<QuarantinedItemView, DeskError>> {
        Box::pin(intake::replay(&self.desk, actor, item))
    }

    fn dialed(&self, text: &str) -> Option<CustomerIdentity> {
        let number = whatsapp::phone::parse_dialed(text)?;
        Some(CustomerIdentity {
            wa_id_match_key: Some(whatsapp::phone::match_key(&number)),
            wa_id: Some(number.as_str().to_owned()),
            ..CustomerIdentity::default()
        })
    }
}

impl Runner {
    async fn test_push(&self, actor: &Actor, device: DeviceId) -> Result<TestPush, DeskError> {
        let target = self.desk.test_push_target(actor, device).await?;
        let sender = self
            .sender
            .as_ref()
            .ok_or(DeskError::Conflict("push is not configured"))?;
        let untrusted = UntrustedSubscription {
            endpoint: &target.endpoint,
            p256dh: &target.p256dh,
            auth: &target.auth,
        };
        let subscription = Subscription::parse(untrusted, &self.services)
            .map_err(|reason| DeskError::invalid("deviceId", reason.to_string()))?;
        let payload = Payload::new(&Notification {
            title: self.name.clone(),
            body: "✓".to_owned(),
            language: "pt-BR".to_owned(),
            tag: "test".to_owned(),
            navigate: self
                .public_url
                .join("settings")
                .map_or_else(|_| String::new(), Into::into),
            ..Notification::default()
        })
        .map_err(|error| DeskError::Internal(error.to_string()))?;
        #[expect(
            clippy::disallowed_methods,
            reason = "push services judge our signature by real time"
        )]
        let now = SystemTime::now();
        let outcome = sender
            .send(&subscription, &Message::urgent(payload, None), now)
            .await;
        Ok(TestPush {
            accepted: matches!(outcome, Outcome::Accepted),
            status: status(&outcome),
        })
    }
}

const fn status(outcome: &Outcome) -> Option<u16> {
    match outcome {
        Outcome::Accepted => Some(201),
        Outcome::Gone => Some(410),
        Outcome::TooLarge => Some(413),
        Outcome::Throttled { .. } => Some(429),
        Outcome::Misconfigured { status, .. }
        | Outcome::ServerError { status }
        | Outcome::RedirectRefused { status } => Some(*status),
        Outcome::HostPaused { .. } | Outcome::Unreachable { .. } | Outcome::Unsendable(_) => None,
    }
}
