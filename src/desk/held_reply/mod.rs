//! Replies that wait for the customer to write.
//!
//! When the customer service window is closed nothing that an agent types may leave (L-042). It need not be lost: it is
//! kept with the conversation, seen by everybody who serves it, and leaves in the transaction that stores the
//! customer's next message, so exactly once and in the order of writing; or, where its author wants to look first,
//! it waits as a draft that one tap sends.

mod change;
mod hold;
mod query;
mod release;
mod send;
#[cfg(test)]
mod tests;
mod view;

pub use change::HeldReplyPatch;
pub use hold::{HoldReply, Kept};
pub(crate) use release::release_in;
pub use view::HeldReplyView;
