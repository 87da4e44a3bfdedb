//! What waits to leave for Meta, and how the attempts end.
//!
//! A row is written in the transaction that shows the message; a node claims it, tries, and settles.
//! Heads of conversations only are claimed, so that a conversation's messages leave in order. A claim
//! whose node died becomes *unknown*, never a second attempt (see [`Settlement::Unclear`]).

mod claim;
mod recover;
mod release;
mod settle;
mod task;

pub use settle::Settlement;
pub use task::{Outbound, OutboundTask, Recipient};
