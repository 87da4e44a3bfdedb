//! How many sign-ins may be tried.

#[derive(Default)]
pub(crate) struct SignInAttempts;
