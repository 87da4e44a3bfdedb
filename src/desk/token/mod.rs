//! Integrators' tokens.

mod authenticate;
mod create;
mod query;
mod revoke;
mod secret;

pub use query::ApiTokenView;
pub(crate) use secret::{TokenHash, new_secret};

#[cfg(test)]
mod tests;
