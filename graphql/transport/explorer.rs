//! A page for trying the API out, in development. It loads nothing from elsewhere.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::negotiation::Form;

const PAGE: &str = include_str!("explorer.html");

/// Scripts and styles stand in the page itself; it may talk to its own origin alone.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) fn page() -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(Form::Page.content_type()),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
        (
            HeaderName::from_static("x-content-type-options"),
            HeaderValue::from_static("nosniff"),
        ),
        (header::VARY, HeaderValue::from_static("Accept")),
    ];
    (headers, PAGE).into_response()
}
