//! Webhooks on real databases.

mod batches;
mod effects;
mod messages;
mod statuses;
