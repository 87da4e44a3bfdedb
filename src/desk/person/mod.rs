//! The users of the desk: who they are, how their passwords are kept, what they prefer. Who may see what
//! is decided in [`crate::access`]; how they sign in, in [`crate::session`].

mod create;
mod departments;
mod email;
mod password;
mod preferences;
mod query;
mod update;
mod view;

pub use create::NewPerson;
pub(crate) use departments::{departments_of, departments_of_all};
pub(crate) use email::EmailAddress;
pub use password::LEAST_PASSWORD_CHARACTERS;
pub(crate) use password::PasswordPool;
pub use preferences::PreferencesPatch;
pub use update::PersonPatch;
pub use view::{Locale, PersonView, Preferences, Theme};

#[cfg(test)]
mod tests;
