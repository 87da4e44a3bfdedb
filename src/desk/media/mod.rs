//! The files of messages: which are still to be fetched, and what is known of those that are there.
//!
//! A message shows before its file. A row is written in the transaction that brings the message; a node
//! claims it, fetches, and settles, and every screen hears of the change. The bytes are not the desk's
//! business: it keeps the key under which a store holds them. Fetching twice does no harm, so that a
//! claim whose node died is simply claimed again.

mod attach;
mod card;
mod claim;
mod outgoing;
mod query;
mod register;
mod release;
mod retry;
mod rows;
mod settle;
mod sound;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use attach::attach_in;
pub(crate) use card::attach_card_in;
pub use card::{CardFile, CardFileView};
pub use claim::MediaJob;
pub use outgoing::OutgoingFile;
pub(crate) use outgoing::forget_refused_in;
pub(crate) use register::register_in;
pub use settle::{MediaOutcome, StoredFile};
pub use sound::Sound;
pub use view::MediaFileView;
