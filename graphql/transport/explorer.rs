//! GraphiQL with the documentation of every field, in development. Its scripts come with the interface, from this very
//! server; nothing is loaded from elsewhere.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::negotiation::Form;

const PAGE: &str = include_str!("explorer.html");

/// The editor measures its text by styles of its own, and its fonts stand in its style sheet; it may talk to its own
/// origin alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      font-src data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

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
