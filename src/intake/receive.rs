//! The door: who may come in, and when they hear that their body is safe.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use desk::{Desk, DeskError};
use secrecy::ExposeSecret;
use serde::Deserialize;
use whatsapp::signature;

use crate::{Collector, Crowd};

/// Bytes that a body may have. Meta sends up to 3 MB.
pub const LARGEST_BODY: usize = 4 * 1024 * 1024;
/// Where Meta puts the signature.
const SIGNATURE: &str = "x-hub-signature-256";

/// What the door needs.
#[derive(Clone)]
pub struct WebhookDoor {
    desk: Desk,
    collector: Collector,
}

impl WebhookDoor {
    /// The door to `desk`.
    pub fn new(desk: Desk, crowd: Crowd) -> Self {
        let collector = Collector::start(desk.clone(), crowd);
        Self { desk, collector }
    }
}

/// `/webhooks/whatsapp`.
pub fn router(door: WebhookDoor) -> Router {
    Router::new()
        .route("/webhooks/whatsapp", get(verify).post(receive))
        .with_state(Arc::new(door))
}

#[derive(Deserialize)]
struct Verification {
    #[serde(rename = "hub.mode")]
    mode: Option<String>,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
    #[serde(rename = "hub.verify_token")]
    verify_token: Option<String>,
}

/// Meta asks whether this address is ours, when somebody enters it (Cloud API, section 2).
async fn verify(
    State(door): State<Arc<WebhookDoor>>,
    Query(question): Query<Verification>,
) -> Response {
    let (Some("subscribe"), Some(challenge), Some(token)) = (
        question.mode.as_deref(),
        question.challenge,
        question.verify_token,
    ) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    // Repeated as a body: nothing but what Meta sends, so that the answer cannot carry a page.
    let is_challenge = (1..=128).contains(&challenge.len())
        && challenge
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if is_challenge && door.knows_verify_token(&token).await {
        return challenge.into_response();
    }
    metrics::counter!("guiche_webhooks_refused_total", "reason" => "verify_token").increment(1);
    StatusCode::FORBIDDEN.into_response()
}

async fn receive(State(door): State<Arc<WebhookDoor>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = match read(&parts.headers, body).await {
        Ok(body) => body,
        Err(refusal) => return refused(refusal),
    };
    let given = parts
        .headers
        .get(SIGNATURE)
        .and_then(|value| value.to_str().ok());
    let fingerprint = match door.signer(&body, given).await {
        Ok(Some(fingerprint)) => fingerprint,
        Ok(None) => return refused(Refusal::Signature),
        Err(error) => return unavailable(&error),
    };
    // Only what is certainly Meta's is looked into: garbage that carries a good signature is answered 400.
    if whatsapp::webhook::recognise(&body).is_err() {
        return refused(Refusal::Garbage);
    }
    match door.collector.store(&fingerprint, body).await {
        Ok(()) => {
            metrics::counter!("guiche_webhooks_accepted_total").increment(1);
            StatusCode::OK.into_response()
        }
        Err(error) => unavailable(&error),
    }
}

/// Why a body was not taken.
#[derive(Clone, Copy)]
enum Refusal {
    TooLarge,
    Cut,
    Signature,
    Garbage,
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    let declared = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<usize>().ok());
    if declared.is_some_and(|length| length > LARGEST_BODY) {
        return Err(Refusal::TooLarge);
    }
    to_bytes(body, LARGEST_BODY).await.map_err(|error| {
        if std::error::Error::source(&error)
            .is_some_and(|source| source.to_string().contains("length limit"))
        {
            Refusal::TooLarge
        } else {
            Refusal::Cut
        }
    })
}

impl WebhookDoor {
    /// Which app secret signed the body, if any of ours did.
    async fn signer(&self, body: &[u8], given: Option<&str>) -> Result<Option<String>, DeskError> {
        if given.is_none() {
            return Ok(None);
        }
        if let Some(fingerprint) = matching(&self.desk.webhook_secrets(), body, given) {
            return Ok(Some(fingerprint));
        }
        // A channel may have been added by another process since the secrets were read.
        self.desk.reload_channels().await?;
        Ok(matching(&self.desk.webhook_secrets(), body, given))
    }

    async fn knows_verify_token(&self, token: &str) -> bool {
        if self.desk.verify_token_matches(token) {
            return true;
        }
        if let Err(error) = self.desk.reload_channels().await {
            tracing::warn!(error = %error, "channels could not be read anew");
        }
        self.desk.verify_token_matches(token)
    }
}

/// Tries every secret, so that the time tells nothing about which one came close.
fn matching(
    secrets: &[desk::channel::WebhookSecret],
    body: &[u8],
    given: Option<&str>,
) -> Option<String> {
    secrets.iter().fold(None, |found, secret| {
        let matches = signature::verify(secret.secret.expose_secret(), body, given).is_ok();
        if matches {
            Some(secret.fingerprint.clone())
        } else {
            found
        }
    })
}

fn refused(refusal: Refusal) -> Response {
    let (status, reason) = match refusal {
        Refusal::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        Refusal::Cut => (StatusCode::BAD_REQUEST, "cut"),
        Refusal::Signature => (StatusCode::UNAUTHORIZED, "signature"),
        Refusal::Garbage => (StatusCode::BAD_REQUEST, "garbage"),
    };
    metrics::counter!("guiche_webhooks_refused_total", "reason" => reason).increment(1);
    let mut response = status.into_response();
    if matches!(refusal, Refusal::TooLarge) {
        // The rest of the body is not worth reading.
        response
            .headers_mut()
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Not stored: Meta keeps the body and repeats it (F12, F13).
fn unavailable(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(error = %error, "a webhook could not be stored");
    metrics::counter!("guiche_webhooks_unavailable_total").increment(1);
    let mut response = StatusCode::SERVICE_UNAVAILABLE.into_response();
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}
