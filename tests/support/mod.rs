//! What a use case stands on: the real program in a process of its own, a sandbox that plays Meta, and
//! clients that talk to it as browsers and integrators do.

pub mod graphql;
pub mod installation;
pub mod socket;
pub mod webhook;

pub use graphql::Client;
pub use installation::{Database, Installation};
pub use socket::Socket;
