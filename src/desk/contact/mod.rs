//! Customers, and the identifiers by which `WhatsApp` names them.
//!
//! A customer may be known by a phone number, a business-scoped user id, its parent, a username, or
//! some of them; none is certain to be present. [`identity`] decides which customer an identity names.

pub mod identity;
mod query;
mod rename;
mod view;

pub use identity::CustomerIdentity;
pub use view::{AddressView, ContactView};
