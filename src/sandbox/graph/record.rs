//! Every call passes here first: it is written into the ledger, and a planned fault spoils its answer. A call counts
//! from its arrival, so that a test sees it also when the answer never comes.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use super::{BODY_LIMIT, GraphError};
use crate::emulator::Emulator;
use crate::faults::{Fault, FaultKind};
use crate::ledger::{Call, CallKind};

/// Bodies of answers beyond this are not kept (media).
const KEPT_ANSWER: usize = 256 * 1024;

pub(super) async fn keep_and_spoil(
    State(emulator): State<Arc<Emulator>>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let path = parts
        .uri
        .path_and_query()
        .map_or("", |path| path.as_str())
        .to_owned();
    let body = readable(&parts.headers, &bytes);
    let fault = emulator.faults.take(parts.method.as_str(), &path, &bytes);
    let number = emulator.ledger.calls.add(|number| Call {
        number,
        at_ms: emulator.clock.now_ms(),
        method: parts.method.to_string(),
        kind: kind_of(&parts.method, parts.uri.path(), &body),
        path,
        body,
        fault: fault.as_ref().map(|fault| name_of(&fault.kind)),
        took_effect: false,
        status: None,
        answer: Value::Null,
    });
    let request = Request::from_parts(parts, Body::from(bytes));
    // A client that hangs up must not stop what Meta's side already began, nor keep it out of the book.
    let handled = {
        let emulator = Arc::clone(&emulator);
        tokio::spawn(async move { answer(&emulator, number, fault, request, next).await })
    };
    let response = handled
        .await
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response());
    complete(&emulator, number, response).await
}

async fn answer(
    emulator: &Emulator,
    number: u64,
    fault: Option<Fault>,
    request: Request,
    next: Next,
) -> Response {
    let Some(fault) = fault else {
        return act(emulator, number, request, next).await;
    };
    let real = if fault.takes_effect {
        Some(act(emulator, number, request, next).await)
    } else {
        None
    };
    spoil(&fault.kind, real).await
}

/// Lets Meta's side handle the call. What it refuses has no effect.
async fn act(emulator: &Emulator, number: u64, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let took_effect = response.status().is_success();
    emulator
        .ledger
        .calls
        .change(number, |call| call.took_effect = took_effect);
    response
}

async fn spoil(kind: &FaultKind, real: Option<Response>) -> Response {
    match kind {
        FaultKind::Code { code, http_status } => {
            let mut error = GraphError::new(*code, "Planned by a script.");
            error.http_status = http_status.unwrap_or(error.http_status);
            error.into_response()
        }
        FaultKind::Status {
            http_status,
            retry_after,
        } => {
            let mut response = status(*http_status).into_response();
            if let Some(seconds) = retry_after {
                response
                    .headers_mut()
                    .insert(RETRY_AFTER, HeaderValue::from(*seconds));
            }
            response
        }
        FaultKind::Html { http_status } => {
            let page =
                "<!doctype html><title>Service Unavailable</title><h1>Service Unavailable</h1>";
            (status(*http_status), Html(page)).into_response()
        }
        FaultKind::BrokenJson => {
            json_text("{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"inp")
        }
        FaultKind::EmptyJson => json_text("{}"),
        FaultKind::Hang { ms } => {
            tokio::time::sleep(Duration::from_millis(*ms)).await;
            cut(StatusCode::OK, 100, Bytes::new())
        }
        FaultKind::CutAfterHeaders => cut(StatusCode::OK, 100, Bytes::new()),
        FaultKind::CutMidBody => cut_in_half(real).await,
        FaultKind::Delay { ms } => {
            tokio::time::sleep(Duration::from_millis(*ms)).await;
            real.unwrap_or_else(|| StatusCode::GATEWAY_TIMEOUT.into_response())
        }
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn json_text(text: &'static str) -> Response {
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}

async fn cut_in_half(real: Option<Response>) -> Response {
    let Some(real) = real else {
        return cut(StatusCode::OK, 100, Bytes::new());
    };
    let status = real.status();
    let kind = real.headers().get(CONTENT_TYPE).cloned();
    let bytes = to_bytes(real.into_body(), BODY_LIMIT)
        .await
        .unwrap_or_default();
    let half = bytes.slice(..bytes.len() / 2);
    let mut response = cut(status, bytes.len().max(1), half);
    if let Some(kind) = kind {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response
}

/// Headers that promise `length` bytes, some of them, and the end of the connection.
fn cut(status: StatusCode, length: usize, begin: Bytes) -> Response {
    let broken = stream::once(async {
        // The headers must leave before the connection goes.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err::<Bytes, std::io::Error>(std::io::ErrorKind::ConnectionReset.into())
    });
    let body = stream::iter([Ok(begin)]).chain(broken);
    let mut response = Response::new(Body::from_stream(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// Writes the answer into the ledger; large ones and broken ones pass through unread.
async fn complete(emulator: &Emulator, number: u64, response: Response) -> Response {
    let status = response.status().as_u16();
    let is_json = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let is_whole = !response.headers().contains_key(CONTENT_LENGTH);
    if !(is_json && is_whole) {
        emulator
            .ledger
            .calls
            .change(number, |call| call.status = Some(status));
        return response;
    }
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, KEPT_ANSWER).await.unwrap_or_default();
    emulator.ledger.calls.change(number, |call| {
        call.status = Some(status);
        call.answer = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    });
    Response::from_parts(parts, Body::from(bytes))
}

fn readable(headers: &HeaderMap, bytes: &Bytes) -> Value {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("application/json") {
        return serde_json::from_slice(bytes)
            .unwrap_or_else(|_| json!(String::from_utf8_lossy(bytes)));
    }
    if bytes.is_empty() {
        return Value::Null;
    }
    json!({ "content_type": kind, "size": bytes.len() })
}

fn kind_of(method: &Method, path: &str, body: &Value) -> CallKind {
    if path.starts_with("/whatsapp_business/") {
        return CallKind::MediaDownload;
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    match (method.as_str(), last) {
        ("POST", "messages") if body.get("typing_indicator").is_some() => CallKind::Typing,
        ("POST", "messages") if body.get("status").is_some() => CallKind::ReadMark,
        ("POST", "messages") => CallKind::Message,
        ("POST", "media") => CallKind::MediaUpload,
        ("GET", "message_templates") => CallKind::Templates,
        _ => CallKind::Other,
    }
}

fn name_of(kind: &FaultKind) -> String {
    serde_json::to_value(kind)
        .ok()
        .and_then(|value| value["fault"].as_str().map(str::to_owned))
        .unwrap_or_default()
}
