//! Finding words in a thread (L-063).
//!
//! What people wrote is kept a second time without case, accents and line breaks, so that "nao" finds "Não"; both
//! databases then compare plain texts, and find the same. `docs/decisions/search-in-a-thread.md` says why there is no full-text
//! index.

mod index;
mod missing;
mod query;
#[cfg(test)]
mod tests;
pub mod words;

pub(crate) use index::{add_in, remove_in, replace_in};
pub use query::{Found, SearchQuery};
