//! What Meta told the desk: kept as it came, then applied.
//!
//! A webhook is durable before Meta hears 200. Intake then reads it into [`Inbound`] values, which are
//! applied in one transaction per batch. Applying twice changes nothing: the database's unique keys
//! decide what is new. An item that cannot be applied is undone alone and quarantined.

mod apply;
mod inbound;
mod origin;
mod prune;
mod quarantine;
mod store;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub(crate) use apply::apply_pending_in;
pub use apply::{Applied, ParsedWebhook, RejectedItem, WebhookItem};
pub use inbound::{
    Call, Edit, HistoryMessage, IdentityChanged, Inbound, InboundMessage, Notice, Reaction,
    ReactionReport, ReportedStatus, Revoke, StatusReport, Writer,
};
pub use prune::Pruned;
pub use quarantine::{QuarantineCursor, QuarantinedItemView};
pub use store::{RawWebhook, StoredWebhook};
