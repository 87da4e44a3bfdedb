//! Customers, and the identifiers by which `WhatsApp` names them.
//!
//! A customer may be known by a phone number, a business-scoped user id, its parent, a username, or
//! some of them; none is certain to be present. [`identity`] decides which customer an identity names.

mod confirm;
mod contacts;
pub mod identity;
mod keep;
mod query;
mod rename;
mod resolve;
mod tell;
mod view;

pub(crate) use confirm::confirm_addresses_in;
pub(crate) use contacts::Contacts;
pub use identity::CustomerIdentity;
pub(crate) use query::view_in;
pub(crate) use tell::{is_known_to, tell_of_contact_in};
pub use view::{AddressView, ContactView};
