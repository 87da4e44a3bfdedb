//! What Meta's failure codes mean, as knowledge without behaviour.
//!
//! WhatsApp answers with bare numbers. This room turns each into what a person needs: a plain
//! sentence, whose turn it is, and what the machine may do by itself. The knowledge is data
//! (`catalogue.json` and one file of sentences per language); the code only finds it.
//!
//! It knows neither HTTP nor the desk. Meta adds codes without notice, so an unknown code is a
//! normal answer: it is retried by nobody on its own and leads the reader to Meta's own words.

mod catalogue;
mod kinds;
mod next_step;
mod sentences;
#[cfg(test)]
mod tests;

pub use catalogue::{Failure, all, find, pauses_channel, retry_policy, turn};
pub use kinds::{Language, NextStep, RetryPolicy, Scope, Turn};
pub use next_step::next_step;
pub use sentences::explain;
