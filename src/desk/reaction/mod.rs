//! An emoji of the business on a message, and how far it has come on its way to the customer.
//!
//! It is no answer: it claims nobody and stops no counter (L-069). The customer sees one reaction of the business on a
//! message, so there is one, whoever of the desk reacted last; it leaves as a task of its own, not as a message. Customers'
//! reactions arrive with the webhooks and are stored in the same table.

mod emoji;
mod queue;
mod react;
mod report;
mod rows;
mod settle;
#[cfg(test)]
mod tests;

pub(crate) use report::apply_in as apply_report_in;
pub(crate) use rows::{find_reaction_in, put_reaction_in, touch_in};
pub(crate) use settle::settle_reaction_in;
