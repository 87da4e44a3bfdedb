//! Meta's wire: what the WhatsApp Cloud API sends and takes.
//!
//! This room speaks Meta's JSON and HTTP so that no other has to. It knows nothing of desks,
//! tickets or agents, keeps no state, reads no clock and writes to no database.
//!
//! | module | what it is for |
//! |---|---|
//! | [`signature`] | is this webhook really Meta's? |
//! | [`webhook`] | from a posted body to typed items; lenient: nothing is lost, nothing fails the rest |
//! | [`phone`] | which WhatsApp ids are the same person |
//! | [`template`] | the templates of an account, as Meta lists them |
//! | [`outgoing`] | what may be sent; strict: limits are checked before anything leaves |
//! | [`client`] | calls to the Graph API, and whether a failed one may have had its effect |
//!
//! A webhook's way through this room, from the socket to typed items:
//!
//! ```
//! use whatsapp::webhook::{Content, ItemBody};
//! use whatsapp::{signature, webhook};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let secret = b"the app secret";
//! let body = br#"{"entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[
//!     {"from":"5511987654321","id":"wamid.A","timestamp":"1795000060","type":"text",
//!      "text":{"body":"Oi!"}}]}}]}]}"#;
//! let header = signature::sign(secret, body);
//!
//! signature::verify(secret, body, Some(&header))?;
//! let webhook = webhook::parse(body)?;
//! let ItemBody::Message(message) = &webhook.items[0].body else { panic!() };
//! assert_eq!(message.content, Content::Text { body: "Oi!".to_owned() });
//! # Ok(())
//! # }
//! ```
//!
//! What Meta's error codes mean is the knowledge of the crate [`failures`]; here they are numbers.

pub mod client;
mod identifiers;
mod lenient;
pub mod outgoing;
pub mod phone;
pub mod signature;
pub mod template;
#[cfg(test)]
mod testing;
pub mod webhook;
mod wire_error;

pub use identifiers::{Bsuid, InvalidIdentifier, PhoneNumberId, WaId, WabaId, Wamid};
pub use wire_error::WireError;
