//! What waits to leave for Meta, and how the attempts end.
//!
//! A row is written in the transaction that shows the message; a node claims it, tries, and settles.
//! Heads of conversations only are claimed, so that a conversation's messages leave in order. A claim
//! whose node died becomes *unknown*, never a second attempt (see [`Settlement::Unclear`]).

mod claim;
mod due;
mod heads;
pub mod later;
mod queue;
mod recover;
mod release;
mod renew;
mod rows;
mod settle;
mod task;
#[cfg(test)]
mod tests;

pub(crate) use queue::{
    queue_message_at_in, queue_message_in, queue_reaction_task_in, queue_signal_in, task_of,
};
pub(crate) use rows::{
    lock_delivery_in, postpone_in, release_in, remove_in, remove_message_in, write_in,
};
pub use settle::Settlement;
pub use task::{Outbound, OutboundTask, Recipient};
