//! Webhooks on real databases.

mod batches;
mod effects;
mod invariants;
mod messages;
mod redaction;
mod statuses;
