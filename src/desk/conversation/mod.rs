//! The life-long thread between one contact and one channel: what a row of the inbox shows.

mod held;
mod indicate_typing;
mod mark_read;
mod query;
#[cfg(test)]
mod tests;
pub(crate) mod undelivered;
mod view;
pub mod waiting;
pub mod window;

pub(crate) use held::Held;
pub use view::ConversationView;
