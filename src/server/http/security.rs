//! Headers that every answer carries (OWASP ASVS 5.0, 3.4).

use std::task::{Context, Poll};

use axum::http::{HeaderName, HeaderValue, Request, Response, header};
use futures_util::future::BoxFuture;
use tower::{Layer, Service};

/// Two years.
const STRICT_TRANSPORT: &str = "max-age=63072000";

/// Adds the headers unless a room has set its own.
#[derive(Clone)]
pub struct SecurityHeaders {
    https: bool,
}

impl SecurityHeaders {
    /// With `https`, browsers are told to come by nothing else.
    pub const fn new(https: bool) -> Self {
        Self { https }
    }
}

impl<Inner> Layer<Inner> for SecurityHeaders {
    type Service = WithHeaders<Inner>;

    fn layer(&self, inner: Inner) -> Self::Service {
        WithHeaders {
            inner,
            https: self.https,
        }
    }
}

/// A service whose answers carry the headers.
#[derive(Clone)]
pub struct WithHeaders<Inner> {
    inner: Inner,
    https: bool,
}

impl<Inner, Body, Answer> Service<Request<Body>> for WithHeaders<Inner>
where
    Inner: Service<Request<Body>, Response = Response<Answer>>,
    Inner::Future: Send + 'static,
{
    type Response = Response<Answer>;
    type Error = Inner::Error;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let (answer, https) = (self.inner.call(request), self.https);
        Box::pin(async move {
            let mut response = answer.await?;
            let headers = response.headers_mut();
            let mut set = |name: HeaderName, value: &'static str| {
                headers
                    .entry(name)
                    .or_insert(HeaderValue::from_static(value));
            };
            set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
            set(header::REFERRER_POLICY, "same-origin");
            set(header::X_FRAME_OPTIONS, "DENY");
            set(
                HeaderName::from_static("cross-origin-opener-policy"),
                "same-origin",
            );
            set(
                HeaderName::from_static("cross-origin-resource-policy"),
                "same-origin",
            );
            set(
                HeaderName::from_static("permissions-policy"),
                "camera=(self), microphone=(self), geolocation=(self), browsing-topics=()",
            );
            set(
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; frame-ancestors 'none'",
            );
            if https {
                set(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
            }
            Ok(response)
        })
    }
}
