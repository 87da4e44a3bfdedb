//! The subprotocol graphql-transport-ws: queries, mutations and subscriptions over one socket.
//!
//! [`protocol`] knows the messages, [`close`] the codes, [`outbox`] bounds what waits for a socket, and
//! [`connection`] is the life of one socket from the upgrade to its end.

mod close;
mod connection;
mod operations;
mod outbox;
mod protocol;

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, WebSocketUpgrade};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use self::connection::{Connection, Handshake};
use super::authentication::credential;
use super::origin;
use crate::service::GraphqlService;

const SUBPROTOCOL: &str = "graphql-transport-ws";

/// Opens a socket, unless a foreign site asks for it: sockets know no CORS (ASVS 4.4.2).
pub(super) fn upgrade(
    service: GraphqlService,
    upgrade: WebSocketUpgrade,
    parts: &Parts,
) -> Response {
    let options = service.options();
    if let Err(forgery) = origin::check_site(&parts.headers, &options.public_url) {
        return (StatusCode::FORBIDDEN, forgery.to_string()).into_response();
    }
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0);
    let handshake = Handshake {
        credential: credential(&parts.headers, options),
        address: options.client_address.of(&parts.headers, peer),
        accept_language: parts.headers.get(header::ACCEPT_LANGUAGE).cloned(),
    };
    let largest = options.sockets.message_bytes;
    upgrade
        .protocols([SUBPROTOCOL])
        .max_message_size(largest)
        .max_frame_size(largest)
        .on_upgrade(move |socket| {
            let connections = service.connections().clone();
            connections.track_future(Connection::serve(service, socket, handshake))
        })
}
