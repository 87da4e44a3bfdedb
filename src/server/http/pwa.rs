//! The PWA, from inside the program.
//!
//! The build leaves compressed copies beside each file; what a browser can take is sent as it is. Files
//! whose names carry a hash never change; the others are asked for again each time, by `ETag`.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

/// Scripts only from files of ours, and none made from text: `require-trusted-types-for`. The policies
/// named are Svelte's for its templates and ours for the service worker's address.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; \
     manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html guiche";

/// The service worker.
const WORKER: &str = "sw.js";

/// What is sent for the address of a screen.
const SHELL: &str = "index.html";

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../pwa/dist"]
#[allow_missing = true]
struct Files;

/// Answers what no other route does: a file of the PWA, or its shell for the address of a screen.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::NOT_FOUND.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if !path.is_empty() && Files::get(path).is_some() {
        return file(path, &headers);
    }
    let wants_page = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    // A missing asset must not become a page: a browser would keep it as the script it asked for.
    let is_screen = !path.rsplit('/').next().unwrap_or_default().contains('.');
    if wants_page && is_screen {
        if Files::get(SHELL).is_none() {
            return (
                StatusCode::NOT_FOUND,
                "the interface was not built: run make build\n",
            )
                .into_response();
        }
        return file(SHELL, &headers);
    }
    StatusCode::NOT_FOUND.into_response()
}

fn file(path: &str, headers: &HeaderMap) -> Response {
    let Some((file, encoding)) = best(path, headers) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..12]));
    let unchanged = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| known.split(',').any(|known| known.trim() == tag));
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data).into_response()
    };
    let out = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            out.insert(name, value);
        }
    };
    set(header::ETAG, &tag);
    set(header::VARY, "accept-encoding");
    set(header::CACHE_CONTROL, lifetime(path));
    if !unchanged {
        set(header::CONTENT_TYPE, &content_type(path));
        if let Some(encoding) = encoding {
            set(header::CONTENT_ENCODING, encoding);
        }
    }
    // A worker lives by the policy of its own script: without one of its own it could fetch nothing.
    if path == SHELL || path == WORKER {
        set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    }
    response
}

fn best(path: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(name, _)| {
            accepted
                .split(',')
                .any(|part| part.trim().split(';').next() == Some(name))
        })
        .find_map(|(name, suffix)| Some((Files::get(&format!("{path}{suffix}"))?, Some(name))))
        .or_else(|| Some((Files::get(path)?, None)))
}

fn content_type(path: &str) -> String {
    match path.rsplit('.').next() {
        Some("webmanifest") => "application/manifest+json".to_owned(),
        _ => mime_guess::from_path(path)
            .first_or_octet_stream()
            .to_string(),
    }
}

fn lifetime(path: &str) -> &'static str {
    if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}
