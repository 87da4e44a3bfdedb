//! Cases of service: opened, assigned, closed.

mod assign;
pub mod assignment;
pub(crate) mod change;
mod claim;
mod close;
mod leave;
mod protocol;
mod query;
#[cfg(test)]
mod tests;
mod view;

pub use view::TicketView;
