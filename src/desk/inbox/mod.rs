//! The lists of conversations that a person works through.

pub mod lists;
mod plan;
mod query;
#[cfg(test)]
mod tests;

pub use lists::InboxList;
pub use query::{InboxFilter, InboxQuery};
