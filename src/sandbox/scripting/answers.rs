//! Answers of the scripting surface: plain JSON, and errors with one sentence.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::scene::SceneError;

pub(super) type Answer = Result<Json<Value>, ScriptError>;

/// What a script did wrong.
#[derive(Debug)]
pub(super) struct ScriptError(SceneError);

impl From<SceneError> for ScriptError {
    fn from(error: SceneError) -> Self {
        Self(error)
    }
}

impl IntoResponse for ScriptError {
    fn into_response(self) -> Response {
        let status = match self.0 {
            SceneError::NumberNotNamed | SceneError::NoWebhook => StatusCode::BAD_REQUEST,
            _ => StatusCode::NOT_FOUND,
        };
        (status, Json(json!({ "error": self.0.to_string() }))).into_response()
    }
}

/// `{"done":true}`.
pub(super) fn done() -> Json<Value> {
    Json(json!({ "done": true }))
}
