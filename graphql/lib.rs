//! The API: the schema, and how it is spoken over HTTP, Server-Sent Events and web sockets.
//!
//! This room translates between GraphQL and the desk and holds no rule: what may be done, by whom and
//! with what effect is decided there. It must not know tables, Meta's JSON or how a push is sent. One
//! file per concept holds its types, queries and mutations, under the name that the concept has on the
//! desk; `transport/` speaks the protocols, `limits/` bounds what a document may cost, and `live/` carries
//! events from the journal to every subscriber. The contract is `schema.graphql`, generated from the
//! types and compared by a test: `UPDATE_SDL=1 cargo test -p graphql` writes it anew.

#![recursion_limit = "256"]

mod batching;
mod caller;
mod channel;
mod contact;
mod context;
mod conversation;
mod custom_field;
mod department;
mod error;
mod event;
mod failure;
mod held_reply;
mod inbox;
mod installation;
mod library;
mod limits;
mod live;
mod loaders;
mod message;
mod options;
mod page;
mod person;
mod presence;
mod push_subscription;
mod quarantine;
mod quick_reply;
mod request;
mod response;
mod scalars;
mod schema;
mod service;
mod session;
mod template;
#[cfg(test)]
mod tests;
mod ticket;
mod token;
mod transport;

pub use options::{ClientAddress, Errands, Limits, Options, SocketOptions, TestPush};
pub use schema::sdl;
pub use service::GraphqlService;
pub use transport::{Forgery, Unidentified, router};
