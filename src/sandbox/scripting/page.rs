//! The web page on which a person plays a customer: three embedded files and the reference of this surface.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use crate::emulator::Emulator;

/// Nothing inline, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
                      media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'; require-trusted-types-for 'script'";

pub(super) fn router() -> Router<Arc<Emulator>> {
    Router::new()
        .route("/", get(async || Redirect::temporary("/sandbox")))
        .route(
            "/sandbox",
            get(async || {
                file(
                    "text/html; charset=utf-8",
                    include_str!("../page/index.html"),
                )
            }),
        )
        .route(
            "/sandbox/page.css",
            get(async || file("text/css; charset=utf-8", include_str!("../page/page.css"))),
        )
        .route(
            "/sandbox/page.js",
            get(async || {
                file(
                    "text/javascript; charset=utf-8",
                    include_str!("../page/page.js"),
                )
            }),
        )
        .route(
            "/sandbox/reference",
            get(async || file("text/plain; charset=utf-8", include_str!("REFERENCE.md"))),
        )
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (headers, text).into_response()
}
