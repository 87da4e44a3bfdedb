//! The Graph API as far as a customer-service desk uses it: paths, authorisation, strict validation, errors in Graph's
//! shape. What a request means for the world is the emulator's; here is only what may be asked and how it is answered.

mod accounts;
mod authorisation;
mod block_list;
mod error;
mod media;
mod messages;
mod parameters;
mod payload;
mod recipient;
mod record;
mod templates;
pub(crate) mod titles;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};

pub(crate) use error::GraphError;
pub use payload::check_template_message;

use crate::emulator::Emulator;

/// 100 MB for documents and what multipart adds (section 8).
const BODY_LIMIT: usize = 101 * 1024 * 1024;

/// The routes under `/{version}` and the media addresses.
pub(crate) fn router(emulator: &Arc<Emulator>) -> Router<Arc<Emulator>> {
    Router::new()
        .route("/{version}/{id}/messages", post(messages::send))
        .route("/{version}/{id}/media", post(media::upload))
        .route(
            "/{version}/{id}/message_templates",
            get(templates::list).post(templates::create),
        )
        .route(
            "/{version}/{id}/subscribed_apps",
            get(accounts::subscriptions)
                .post(accounts::subscribe)
                .delete(accounts::unsubscribe),
        )
        .route("/{version}/{id}/phone_numbers", get(accounts::numbers))
        .route("/{version}/{id}/register", post(accounts::register))
        .route(
            "/{version}/{id}/block_users",
            get(block_list::list)
                .post(block_list::block)
                .delete(block_list::unblock),
        )
        .route(
            "/{version}/{id}",
            get(accounts::object).delete(media::delete),
        )
        .route("/whatsapp_business/attachments/", get(media::download))
        .layer(middleware::from_fn_with_state(
            emulator.clone(),
            record::keep_and_spoil,
        ))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}
