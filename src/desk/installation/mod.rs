//! The installation as a whole: how the desk is opened, what it made for itself and keeps (keys, the
//! journal's epoch), whether it can still write, and what waits in it.

mod backlog;
mod history;
mod open;
mod ready;
mod settings;

pub use backlog::Backlog;
pub use open::OpenOptions;

#[cfg(test)]
mod tests;
