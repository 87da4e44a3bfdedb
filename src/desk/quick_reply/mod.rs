//! Quick replies: stored answers that agents insert with a slash (L-080, Z-14).
//!
//! One belongs to everybody, to a department, or to one person. Supervisors and administrators look after the shared ones;
//! everybody has their own.

mod access;
mod change;
mod query;
mod rules;
mod search;
#[cfg(test)]
mod tests;
mod view;

pub use change::{QuickReplyDraft, QuickReplyScope};
pub use view::QuickReplyView;
