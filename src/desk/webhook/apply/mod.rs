//! Making webhooks true.

use super::Inbound;
use crate::Desk;
use crate::error::DeskError;

/// A webhook that intake has read.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedWebhook {
    /// Which.
    pub seq: i64,
    /// What was understood, in the order of the body.
    pub items: Vec<WebhookItem>,
    /// What was not.
    pub rejects: Vec<RejectedItem>,
}

/// One thing that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookItem {
    /// Where in the body it stood.
    pub path: String,
    /// As it stood there.
    pub raw: String,
    /// What it means.
    pub inbound: Inbound,
}

/// One thing that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedItem {
    /// Where in the body it stood.
    pub path: String,
    /// As it stood there.
    pub raw: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What applying a batch did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Items that were applied, changes or not.
    pub items: usize,
    /// Items that went to quarantine.
    pub quarantined: usize,
}

impl Desk {
    /// Applies webhooks that intake has read, as one unit, and marks them processed. An item that
    /// cannot be applied is undone alone and quarantined.
    pub async fn apply_webhooks(
        &self,
        _webhooks: Vec<ParsedWebhook>,
    ) -> Result<Applied, DeskError> {
        Ok(Applied::default())
    }
}
