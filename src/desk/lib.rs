//! The desk: what is true, and the rules by which it changes.
//!
//! Commands come in from the left (webhooks, the GraphQL API, the clock), become true in one
//! transaction, and leave to the right through the journal. This room knows neither HTTP nor GraphQL nor
//! Meta's JSON; whoever wants to know *what happens when* reads here and nowhere else.
//!
//! One folder per concept, each with its rules (pure functions, tabled in tests), commands, queries and
//! the mapping to its tables. A command loads, asks the rule, writes, appends to the journal. To add one:
//! a file named after its verb in the concept's folder, a method on [`Desk`], a rule beside it if
//! there is anything to decide, and a use case in `tests/`.

pub mod access;
pub mod channel;
pub mod clock;
pub mod contact;
pub mod conversation;
pub mod custom_field;
pub mod department;
mod desk;
pub mod error;
pub mod held_reply;
pub mod ids;
pub mod inbox;
mod input;
pub mod installation;
pub mod journal;
pub mod library;
pub mod media;
pub mod message;
pub mod notification;
pub mod outbox;
pub mod page;
pub mod person;
pub mod placeholder;
pub mod presence;
pub mod quick_reply;
mod rate_limit;
mod reaction;
pub mod redaction;
pub mod search;
pub mod secrets;
pub mod session;
pub mod signals;
pub mod storage;
pub mod template;
#[cfg(test)]
mod testing;
pub mod ticket;
pub mod token;
pub mod upload;
pub mod webhook;

pub use desk::Desk;
pub use error::DeskError;
pub use installation::OpenOptions;
