//! The lists of conversations that a person works through.

pub mod lists;
mod query;

pub use lists::InboxList;
pub use query::{InboxFilter, InboxQuery};
