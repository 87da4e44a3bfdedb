//! Graph's error answers: the HTTP status, the code to branch on, details for people, a trace id for support.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::titles;
use crate::identifiers;

/// An error of a call, as Graph answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GraphError {
    pub(crate) code: u32,
    pub(crate) http_status: u16,
    subcode: Option<u32>,
    kind: &'static str,
    message: String,
    details: Option<String>,
}

impl GraphError {
    /// Meta's code with its usual title and status, and what `error_data.details` says.
    pub(crate) fn new(code: u32, details: impl Into<String>) -> Self {
        Self {
            code,
            http_status: titles::http_status(code),
            subcode: None,
            kind: "OAuthException",
            message: format!("(#{code}) {}", titles::title(code)),
            details: Some(details.into()),
        }
    }

    pub(crate) fn missing(parameter: &str) -> Self {
        Self::new(
            131_008,
            format!("Required parameter '{parameter}' is missing."),
        )
    }

    pub(crate) fn invalid(parameter: &str, why: &str) -> Self {
        Self::new(131_009, format!("Parameter '{parameter}' {why}."))
    }

    pub(crate) fn malformed(parameter: &str, why: &str) -> Self {
        Self::new(100, format!("Invalid parameter '{parameter}': {why}."))
    }

    /// The object does not exist, or the token may not see it: Graph does not tell which.
    pub(crate) fn unknown_object(id: &str, method: &str) -> Self {
        Self {
            code: 100,
            http_status: 400,
            subcode: Some(33),
            kind: "GraphMethodException",
            message: format!(
                "Unsupported {} request. Object with ID '{id}' does not exist, cannot be loaded due to missing \
                 permissions, or does not support this operation",
                method.to_lowercase()
            ),
            details: None,
        }
    }

    pub(crate) fn token(message: &str) -> Self {
        Self {
            code: 190,
            http_status: 401,
            subcode: None,
            kind: "OAuthException",
            message: message.to_owned(),
            details: None,
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut random = StdRng::from_os_rng();
        let mut error = json!({
            "message": self.message,
            "type": self.kind,
            "code": self.code,
            "fbtrace_id": identifiers::fbtrace_id(&mut random),
        });
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = json!(subcode);
        }
        if let Some(details) = &self.details {
            error["error_data"] = json!({ "messaging_product": "whatsapp", "details": details });
        }
        json!({ "error": error })
    }
}

impl IntoResponse for GraphError {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.http_status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(self.to_json())).into_response()
    }
}
