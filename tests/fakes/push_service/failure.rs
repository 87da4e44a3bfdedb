//! How requests go wrong: as a test planned it, or because the sender made a mistake.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

/// How the next request to an endpoint goes wrong.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Failure {
    /// The status to answer. 0: no answer, and the line stays open.
    pub status: u16,
    /// `Retry-After`, as it is written.
    #[serde(default)]
    pub retry_after: Option<String>,
    /// `Location`, as it is written.
    #[serde(default)]
    pub location: Option<String>,
}

impl Failure {
    /// Just this status.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// This status, with the wish to be left alone for some seconds.
    pub fn retry_after(status: u16, seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds.to_string()),
            ..Self::status(status)
        }
    }

    /// No answer at all.
    pub fn silence() -> Self {
        Self::default()
    }

    /// What the sender is told. Silence lasts until the sender gives up.
    pub(super) async fn answer(self) -> Response {
        if self.status == 0 {
            std::future::pending::<()>().await;
        }
        let mut response = StatusCode::from_u16(self.status)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
        for (name, value) in [
            (header::RETRY_AFTER, self.retry_after),
            (header::LOCATION, self.location),
        ] {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// Why a message is not taken, and what is answered.
pub(super) struct Refusal {
    pub(super) failure: Failure,
    pub(super) reason: String,
}

impl Refusal {
    pub(super) fn new(status: u16, reason: &str) -> Self {
        Self {
            failure: Failure::status(status),
            reason: reason.to_owned(),
        }
    }
}
