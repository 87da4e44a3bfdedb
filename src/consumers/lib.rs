//! The consumers: what follows from what became true.
//!
//! Each consumer has the same shape: take what waits, act, settle. They run under a supervisor that
//! restarts one that fails, holds a lease so that a single node acts for the installation, and says
//! when a consumer last came round ([`Report`]). What a consumer learns goes back to the desk as a command; none
//! writes state by itself.
//!
//! | module | takes | acts |
//! |---|---|---|
//! | [`media`] | the files that wait | fetches them from Meta into the store |
//! | [`outbound`] | the outbox | sends to Meta within the number's limits |
//! | [`templates`] | the accounts whose list is due | lists their templates from Meta |
//! | [`pushes`] | the journal, then the waiting pushes | tells phones |
//!
//! This room translates between the desk, Meta's wire and Web Push, and knows how long to wait.

mod lease;
pub mod media;
pub mod outbound;
pub mod pushes;
mod supervise;
pub mod templates;

pub use supervise::{Report, supervise};
