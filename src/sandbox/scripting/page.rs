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

const PAGE: &str = "text/html; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// (path, type, content)
const FILES: [(&str, &str, &str); 8] = [
    ("/sandbox", PAGE, include_str!("../page/index.html")),
    (
        "/sandbox/page/style.css",
        STYLE,
        include_str!("../page/style.css"),
    ),
    (
        "/sandbox/page/app.js",
        SCRIPT,
        include_str!("../page/app.js"),
    ),
    (
        "/sandbox/page/api.js",
        SCRIPT,
        include_str!("../page/api.js"),
    ),
    (
        "/sandbox/page/elements.js",
        SCRIPT,
        include_str!("../page/elements.js"),
    ),
    (
        "/sandbox/page/bubbles.js",
        SCRIPT,
        include_str!("../page/bubbles.js"),
    ),
    (
        "/sandbox/page/composer.js",
        SCRIPT,
        include_str!("../page/composer.js"),
    ),
    ("/sandbox/reference", TEXT, include_str!("REFERENCE.md")),
];

pub(super) fn router() -> Router<Arc<Emulator>> {
    FILES
        .iter()
        .fold(Router::new(), |router, (path, kind, text)| {
            router.route(path, get(async || file(kind, text)))
        })
        .route("/", get(async || Redirect::temporary("/sandbox")))
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
