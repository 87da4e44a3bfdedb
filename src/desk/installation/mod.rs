//! The installation as a whole: how the desk is opened, what it made for itself and keeps (keys, the
//! journal's epoch), and whether it can still write.

mod history;
mod open;
mod ready;
mod settings;

pub use open::OpenOptions;

#[cfg(test)]
mod tests;
