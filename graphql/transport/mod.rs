//! How requests come in and answers go out: HTTP, Server-Sent Events and web sockets.
//!
//! The engine's own axum glue runs mutations sent by GET or by a plain form and breaks several rules of
//! graphql-transport-ws, so the desk speaks these protocols itself. Everything that concerns who may
//! call from where is decided here, before a document is parsed; what a caller may do is the desk's.

mod authentication;
mod cookie;
mod explorer;
mod http;
mod negotiation;
mod origin;
mod sse;
mod websocket;

pub use authentication::Unidentified;
pub use origin::Forgery;

use axum::Router;
use axum::routing::any;

use crate::service::GraphqlService;

/// The API's one endpoint, to be nested where it is to be found (`/graphql`).
///
/// The client's address is taken from [`axum::extract::ConnectInfo`] when the server provides it.
pub fn router(service: GraphqlService) -> Router {
    Router::new()
        .route("/", any(http::handle))
        .with_state(service)
}
