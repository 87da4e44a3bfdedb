//! The scripting surface: JSON over HTTP under `/sandbox/`, one path per act. `REFERENCE.md` beside this file tells
//! what each takes; it is served at `/sandbox/reference`.

mod answers;
mod customers;
mod ledger;
mod live;
mod page;
mod settings;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::emulator::Emulator;

/// Base64 of the largest file that a customer may send.
const BODY_LIMIT: usize = 140 * 1024 * 1024;

pub(crate) fn router() -> Router<Arc<Emulator>> {
    Router::new()
        .route("/sandbox/reset", post(settings::reset))
        .route(
            "/sandbox/clock",
            get(settings::clock).post(settings::set_clock),
        )
        .route(
            "/sandbox/rules",
            get(settings::rules).put(settings::set_rules),
        )
        .route(
            "/sandbox/statuses",
            get(settings::statuses)
                .put(settings::set_statuses)
                .post(customers::status),
        )
        .route(
            "/sandbox/delivery",
            get(settings::delivery).put(settings::set_delivery),
        )
        .route(
            "/sandbox/faults",
            get(settings::faults)
                .post(settings::add_fault)
                .delete(settings::clear_faults),
        )
        .route("/sandbox/failures", post(settings::add_failure))
        .route(
            "/sandbox/numbers",
            get(settings::numbers).post(settings::register),
        )
        .route(
            "/sandbox/numbers/{id}",
            axum::routing::patch(settings::change_number),
        )
        .route(
            "/sandbox/numbers/{id}/verify-webhook",
            post(settings::verify_webhook),
        )
        .route(
            "/sandbox/templates/{waba}",
            get(settings::templates).put(settings::set_templates),
        )
        .route(
            "/sandbox/templates/{waba}/{name}/{language}",
            axum::routing::patch(settings::change_template),
        )
        .route(
            "/sandbox/templates/{waba}/{name}/{language}/status",
            post(settings::set_template_status),
        )
        .route(
            "/sandbox/customers",
            get(customers::list).post(customers::add),
        )
        .route(
            "/sandbox/customers/{customer}/messages",
            get(customers::thread).post(customers::say),
        )
        .route("/sandbox/customers/{customer}/read", post(customers::read))
        .route("/sandbox/messages/{wamid}/play", post(customers::play))
        .route("/sandbox/webhooks", post(customers::happen))
        .route("/sandbox/webhooks/raw", post(customers::raw_webhook))
        .route(
            "/sandbox/media/{id}",
            get(customers::media).patch(settings::falsify_media),
        )
        .route("/sandbox/outage", post(settings::outage))
        .route("/sandbox/ledger", get(ledger::calls).delete(ledger::clear))
        .route("/sandbox/deliveries", get(ledger::deliveries))
        .route("/sandbox/deliveries/{number}/repeat", post(ledger::repeat))
        .route("/sandbox/settled", get(ledger::settled))
        .route("/sandbox/events", get(live::events))
        .merge(page::router())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}
