//! A person signed in on a device: how they get in, how the cookie is recognised, how it ends.

mod attempts;
mod authenticate;
mod end;
mod open;
mod query;
mod sign_in;

pub(crate) use attempts::SignInAttempts;
pub(crate) use end::end_all_in;
#[cfg(test)]
pub(crate) use open::open_in;
pub use query::{PushStateView, SessionView};
pub use sign_in::SignIn;

#[cfg(test)]
mod tests;
