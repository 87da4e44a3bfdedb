//! How far an outbound message has come.

use async_graphql::{Description, Enum, Object, SimpleObject};
use desk::message::DeliveryView;

use crate::failure::Failure;
use crate::scalars::Instant;

/// How far an outbound message has come.
#[derive(Clone, Debug, Description)]
pub struct Delivery(pub(super) DeliveryView);

#[Object(use_type_description)]
impl Delivery {
    /// The rung that it has reached.
    async fn state(&self) -> DeliveryState {
        self.0.state.into()
    }

    /// On disk since.
    async fn queued_at(&self) -> Instant {
        self.0.queued_at.into()
    }

    /// When WhatsApp took it.
    async fn accepted_at(&self) -> Option<Instant> {
        self.0.accepted_at.map(Into::into)
    }

    /// When it left WhatsApp's servers.
    async fn sent_at(&self) -> Option<Instant> {
        self.0.sent_at.map(Into::into)
    }

    /// When it reached the customer's device.
    async fn delivered_at(&self) -> Option<Instant> {
        self.0.delivered_at.map(Into::into)
    }

    /// When the customer had it on the screen.
    async fn read_at(&self) -> Option<Instant> {
        self.0.read_at.map(Into::into)
    }

    /// When the customer played the voice note.
    async fn played_at(&self) -> Option<Instant> {
        self.0.played_at.map(Into::into)
    }

    /// When it was reported failed.
    async fn failed_at(&self) -> Option<Instant> {
        self.0.failed_at.map(Into::into)
    }

    /// Why it failed, or why it still waits.
    async fn failure(&self) -> Option<Failure> {
        self.0.failure.clone().map(Failure)
    }

    /// What Meta charges for it, as far as its statuses have told.
    async fn pricing(&self) -> Option<Pricing> {
        self.0.pricing.as_ref().map(Pricing::of)
    }

    /// When the desk tries again by itself.
    async fn next_attempt_at(&self) -> Option<Instant> {
        self.0.next_attempt_at.map(Into::into)
    }

    /// When WhatsApp said that it holds the template message back for a while, to see how customers take the template.
    /// It comes later, or fails.
    async fn held_at(&self) -> Option<Instant> {
        self.0.held_at.map(Into::into)
    }

    /// How often it was tried.
    async fn attempts(&self) -> i32 {
        self.0.attempts
    }
}

/// What Meta charges for a message.
#[derive(Clone, Debug, SimpleObject)]
pub struct Pricing {
    /// `utility`, `marketing`, `authentication`, `service`, or a newer word of Meta's.
    category: Option<String>,
    /// `regular` is charged; `free_customer_service` and `free_entry_point` are not.
    kind: Option<String>,
    /// `PMP`: per message.
    model: Option<String>,
    /// Whether it is charged, where Meta says so.
    billable: Option<bool>,
}

impl Pricing {
    fn of(stored: &serde_json::Value) -> Self {
        let text = |key: &str| stored[key].as_str().map(str::to_owned);
        Self {
            category: text("category"),
            kind: text("type"),
            model: text("model"),
            billable: stored["billable"].as_bool(),
        }
    }
}

/// The rung of an outbound message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::delivery::DeliveryState")]
pub enum DeliveryState {
    /// On disk, waiting to leave.
    Queued,
    /// A request to WhatsApp is under way.
    Sending,
    /// The request was cut: WhatsApp may or may not have taken it. It is not sent again unless a person
    /// decides so.
    Unknown,
    /// WhatsApp took it.
    Accepted,
    /// It left WhatsApp's servers.
    Sent,
    /// It is on the customer's device.
    Delivered,
    /// The customer had it on the screen.
    Read,
    /// The customer played the voice note.
    Played,
    /// It was not delivered; see `failure`.
    Failed,
    /// A person gave it up before it left.
    Discarded,
}
