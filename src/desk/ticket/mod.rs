//! Cases of service: opened, assigned, closed.

mod assign;
pub mod assignment;
mod claim;
mod close;
mod query;
mod view;

pub use view::TicketView;
