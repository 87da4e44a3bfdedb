//! What is said, in every direction, and how far it has come.

mod attempt;
mod content;
mod discard;
mod failure;
mod insert;
mod interactive;
pub(crate) mod load;
mod nul;
mod query;
mod retry;
mod revision;
mod send;
mod send_file;
mod send_voice_note;
mod sendable;
pub mod status;
#[cfg(test)]
mod tests;
mod thread;
mod unfilled;
mod view;

pub use content::{
    CardPhone, ContactCard, Content, InteractiveReplyKind, MediaKind, OrderItem, Referral,
    SystemEvent,
};
pub use failure::FailureRecord;
pub(crate) use insert::{NewMessage, NewSystemMessage};
pub use interactive::{Choice, Interactive, ListSection, Offer};
pub(crate) use nul::{replace_nul, without_nul};
pub use revision::RevisionView;
pub use send::SendMessage;
pub(crate) use send::{Author, Posting, known_in, post_in, repeated_in, send_in, stop_waiting_in};
pub use send_file::SendFile;
pub(crate) use send_file::{FileOfMessage, acceptable_caption, send_stored_in};
pub use send_voice_note::SendVoiceNote;
pub use thread::ThreadQuery;
pub use view::{DeliveryView, MessageView, QuotedView, ReactionAuthor, ReactionView};
