//! The numbers that the desk answers on: their secrets, what Meta is asked with, whether they are paused.
//!
//! Webhooks arrive in hundreds a second, so what intake asks about channels (which secrets sign, which
//! channel has this number) is answered from a [`Directory`] in memory. Sending asks the database.

mod access;
mod create;
mod directory;
mod identifiers;
mod pause;
mod query;
mod seal;
mod update;
mod view;

pub use access::ChannelAccess;
pub use create::NewChannel;
pub(crate) use directory::Directory;
pub use directory::{ChannelFacts, WebhookSecret};
pub use update::{ChannelPatch, DepartmentPatch};
pub use view::{ChannelView, PauseView};

#[cfg(test)]
mod tests;
