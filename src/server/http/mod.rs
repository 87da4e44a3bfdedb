//! The HTTP surface: which path is answered by which room.

mod health;
pub mod media;
mod observe;
mod pwa;
mod security;
pub mod uploads;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, header};
use axum::routing::get;
use desk::Desk;
use metrics_exporter_prometheus::PrometheusHandle;
use tower::ServiceBuilder;
use tower_http::ServiceBuilderExt;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};

pub use health::{Health, Liveness};
use security::SecurityHeaders;

/// Names a request in answers and log lines.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the surface is made of.
pub struct Surface {
    /// The desk, for readiness and for what waits.
    pub desk: Desk,
    /// Whether the consumers run.
    pub health: Health,
    /// What `/metrics` answers.
    pub metrics: PrometheusHandle,
    /// `/webhooks/whatsapp`.
    pub webhooks: Router,
    /// `/graphql`.
    pub graphql: Router,
    /// `/media`.
    pub media: Router,
    /// Whether browsers come by https.
    pub https: bool,
}

/// The whole surface.
pub fn router(surface: Surface) -> Router {
    let compressed = CompressionLayer::new().compress_when(
        DefaultPredicate::new()
            .and(NotForContentType::const_new("audio/"))
            .and(NotForContentType::const_new("video/"))
            .and(NotForContentType::const_new("font/")),
    );
    let operator = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .with_state((surface.desk.clone(), surface.health))
        .route(
            "/metrics",
            get(observe::render).with_state((surface.desk, surface.metrics)),
        );
    Router::new()
        .merge(surface.webhooks)
        .nest("/graphql", surface.graphql.layer(compressed))
        .merge(surface.media)
        .merge(operator)
        .fallback(pwa::serve)
        // Every room sets a limit of its own; axum's default of 2 MiB would refuse what Meta sends.
        .layer(DefaultBodyLimit::disable())
        .layer(
            ServiceBuilder::new()
                .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
                .sensitive_headers([header::AUTHORIZATION, header::COOKIE, header::SET_COOKIE])
                .layer(axum::middleware::from_fn(observe::request))
                .layer(PropagateRequestIdLayer::new(REQUEST_ID))
                .layer(SecurityHeaders::new(surface.https))
                .layer(CatchPanicLayer::new()),
        )
}

/// How long a stalled consumer may go unnoticed (F31).
pub const STALL: Duration = Duration::from_mins(1);
