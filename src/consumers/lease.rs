//! The right to act for the installation, renewed only when it is about to run out: a lease is a durable
//! write, and an idle desk should let its disk sleep.

use desk::journal::ConsumerLease;
use desk::{Desk, DeskError};

/// Renewed when less than this is left, in milliseconds.
const MARGIN: i64 = 5_000;

/// A consumer's lease, as this node knows it.
pub(crate) struct Lease {
    consumer: &'static str,
    node: String,
    held: Option<ConsumerLease>,
}

impl Lease {
    pub(crate) const fn new(consumer: &'static str, node: String) -> Self {
        Self {
            consumer,
            node,
            held: None,
        }
    }

    /// Whether this node may act now.
    pub(crate) async fn is_held(&mut self, desk: &Desk) -> Result<bool, DeskError> {
        let lasts = |lease: &ConsumerLease| desk.now() < lease.until.plus(-MARGIN);
        if !self.held.as_ref().is_some_and(lasts) {
            self.held = desk.claim_duty(self.consumer, &self.node).await?;
        }
        Ok(self.held.is_some())
    }

    /// Gives it back, so that another node need not wait.
    pub(crate) async fn release(&mut self, desk: &Desk) {
        if self.held.take().is_none() {
            return;
        }
        if let Err(error) = desk.release_lease(self.consumer, &self.node).await {
            tracing::warn!(error = %error, consumer = self.consumer, "a lease runs out by itself");
        }
    }
}
