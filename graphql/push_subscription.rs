//! Devices that are told by Web Push.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use desk::DeskError;
use desk::notification::NewSubscription;
use push::{Subscription, SubscriptionError, UntrustedSubscription};

use crate::context::ResolverContext;
use crate::error::{OperationError, outcome};
use crate::options::Options;
use crate::person::Locale;
use crate::scalars::parse_id;
use crate::session::Session;

/// Changes to push subscriptions.
#[derive(Default)]
pub struct PushSubscriptionMutations;

#[Object]
impl PushSubscriptionMutations {
    /// Lets a device of yours be told by push. Repeat it at every start of the app: the same subscription
    /// again changes nothing. For people.
    async fn register_push_subscription(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The device and its address.")] input: RegisterPushSubscriptionInput,
    ) -> Result<RegisterPushSubscriptionPayload> {
        let registered = async {
            ctx.actor().require_person()?;
            let subscription = input.parse(ctx.options())?;
            ctx.desk()
                .register_push_subscription(ctx.actor(), subscription)
                .await
        };
        let (session, error) = outcome(registered.await)?;
        Ok(RegisterPushSubscriptionPayload {
            session: session.map(Session),
            error,
        })
    }

    /// Stops telling a device of yours by push.
    async fn remove_push_subscription(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which device.")] input: RemovePushSubscriptionInput,
    ) -> Result<RemovePushSubscriptionPayload> {
        let removed = async {
            let device = parse_id(&input.device_id, "deviceId")?;
            ctx.desk()
                .remove_push_subscription(ctx.actor(), device)
                .await
        };
        let (session, error) = outcome(removed.await)?;
        Ok(RemovePushSubscriptionPayload {
            session: session.flatten().map(Session),
            error,
        })
    }

    /// Sends a push to a device of yours at once, to see whether it rings. `RATE_LIMITED` when repeated.
    async fn send_test_push(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which device.")] input: SendTestPushInput,
    ) -> Result<SendTestPushPayload> {
        let sent = async {
            let device = parse_id(&input.device_id, "deviceId")?;
            ctx.actor().require_person()?;
            ctx.options()
                .errands
                .send_test_push(ctx.actor(), device)
                .await
        };
        let (sent, error) = outcome(sent.await)?;
        Ok(SendTestPushPayload {
            accepted: sent.is_some_and(|sent| sent.accepted),
            status: sent.and_then(|sent| sent.status),
            error,
        })
    }
}

/// A browser's push subscription, as `PushSubscription.toJSON()` gives it.
#[derive(InputObject)]
pub struct RegisterPushSubscriptionInput {
    /// The UUID that the device made and keeps.
    device_id: ID,
    /// `endpoint`: https, at a known push service.
    endpoint: String,
    /// `keys.p256dh`, base64url.
    #[graphql(name = "p256dh")]
    p256dh: String,
    /// `keys.auth`, base64url.
    auth: String,
    /// The `applicationServerKey` that it was made with: `Installation.vapidPublicKey`. When that has
    /// changed, subscribe anew.
    server_key: String,
    /// The language of the pushes; yours when left out.
    locale: Option<Locale>,
}

impl RegisterPushSubscriptionInput {
    fn parse(self, options: &Options) -> Result<NewSubscription, DeskError> {
        if self.server_key.trim_end_matches('=') != options.vapid_public_key {
            return Err(DeskError::invalid(
                "serverKey",
                "made for another key: subscribe anew",
            ));
        }
        let untrusted = UntrustedSubscription {
            endpoint: &self.endpoint,
            p256dh: &self.p256dh,
            auth: &self.auth,
        };
        let checked = Subscription::parse(untrusted, &options.push_services)
            .map_err(|error| DeskError::invalid(field_of(&error), error.to_string()))?;
        Ok(NewSubscription {
            device_id: parse_id(&self.device_id, "deviceId")?,
            endpoint: checked.endpoint().to_string(),
            p256dh: checked.p256dh(),
            auth: checked.auth(),
            locale: self.locale.map(Into::into),
        })
    }
}

const fn field_of(error: &SubscriptionError) -> &'static str {
    match error {
        SubscriptionError::InvalidPublicKey => "p256dh",
        SubscriptionError::InvalidAuthSecret => "auth",
        _ => "endpoint",
    }
}

/// The session on the device.
#[derive(SimpleObject)]
pub struct RegisterPushSubscriptionPayload {
    /// Null when the device was not subscribed.
    session: Option<Session>,
    /// Null on success.
    error: Option<OperationError>,
}

/// Which device is told no more.
#[derive(InputObject)]
pub struct RemovePushSubscriptionInput {
    /// The device's UUID.
    device_id: ID,
}

/// The session on the device.
#[derive(SimpleObject)]
pub struct RemovePushSubscriptionPayload {
    /// Null when the device has none.
    session: Option<Session>,
    /// Null on success.
    error: Option<OperationError>,
}

/// Which device to try.
#[derive(InputObject)]
pub struct SendTestPushInput {
    /// The device's UUID.
    device_id: ID,
}

/// What became of the test.
#[derive(SimpleObject)]
pub struct SendTestPushPayload {
    /// Whether the push service took it.
    accepted: bool,
    /// The HTTP status that the push service answered with; null when it could not be reached.
    status: Option<u16>,
    /// Null when it was tried.
    error: Option<OperationError>,
}
