//! The journal: the ordered, durable list of what happened.
//!
//! Every event is appended in the transaction of the state it describes. Consumers (live subscriptions,
//! pushes, integrators) read it from a cursor of their own, so that a crash, a restart or a phone in a
//! lift costs nothing. Sequence numbers are taken from the one row of `journal_head` as the last act
//! before a commit: they become visible in order and without gaps, on SQLite and PostgreSQL alike
//! (see docs/decisions/journal-order.md). Old events are compacted; a cursor from before that is told
//! [`JournalError::CursorExpired`], and its owner fetches the state anew.

mod append;
mod audience;
mod compaction;
mod consumer;
mod cursor;
mod event;
mod tail;

pub(crate) use append::{NewEvent, append_in};
pub use audience::{Audience, View};
pub use compaction::{Compacted, compact};
pub use consumer::{ConsumerLease, advance_in, claim, position, release};
pub use cursor::{Cursor, InvalidCursor, Position};
pub use event::{ConversationChange, Event, MessageChange};
pub use tail::{Entry, Journal, JournalError};
