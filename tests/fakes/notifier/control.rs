//! How a test in another process looks at the desktop and plays its user.

use std::time::Duration;

use axum::{
    Json, Router,
    extract::{Query, State},
    http::StatusCode,
    routing::{get, post},
};
use serde::Deserialize;

use super::{Desktop, Notification};

/// `GET /list`, `GET /history`, `GET /wait_for?text=&count=&seconds=` (408 with the list when the
/// time is up), `POST /click?id=&key=`, `POST /reply?id=&text=`, `POST /close?id=`.
pub fn router(desktop: Desktop) -> Router {
    Router::new()
        .route("/list", get(list))
        .route("/history", get(history))
        .route("/wait_for", get(wait_for))
        .route("/click", post(click))
        .route("/reply", post(reply))
        .route("/close", post(close))
        .with_state(desktop)
}

async fn list(State(desktop): State<Desktop>) -> Json<Vec<Notification>> {
    Json(desktop.shown().visible())
}

async fn history(State(desktop): State<Desktop>) -> Json<Vec<Notification>> {
    Json(desktop.shown().history())
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    text: String,
    #[serde(default = "one")]
    count: usize,
    #[serde(default = "patience")]
    seconds: u64,
}

fn one() -> usize {
    1
}

fn patience() -> u64 {
    10
}

async fn wait_for(
    State(desktop): State<Desktop>,
    Query(wanted): Query<Wanted>,
) -> (StatusCode, Json<Vec<Notification>>) {
    let patience = Duration::from_secs(wanted.seconds);
    match desktop
        .shown()
        .wait_for(&wanted.text, wanted.count, patience)
        .await
    {
        Ok(shown) => (StatusCode::OK, Json(shown)),
        Err(visible) => (StatusCode::REQUEST_TIMEOUT, Json(visible)),
    }
}

#[derive(Deserialize)]
struct Gesture {
    id: u32,
    #[serde(default = "tap")]
    key: String,
    #[serde(default)]
    text: String,
}

fn tap() -> String {
    "default".to_owned()
}

async fn click(State(desktop): State<Desktop>, Query(gesture): Query<Gesture>) -> StatusCode {
    done(&desktop.click(gesture.id, &gesture.key).await)
}

async fn reply(State(desktop): State<Desktop>, Query(gesture): Query<Gesture>) -> StatusCode {
    done(&desktop.reply(gesture.id, &gesture.text).await)
}

async fn close(State(desktop): State<Desktop>, Query(gesture): Query<Gesture>) -> StatusCode {
    done(&desktop.close(gesture.id).await)
}

/// A signal fails only when the bus is gone.
fn done(signal: &zbus::Result<()>) -> StatusCode {
    if signal.is_ok() {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::BAD_GATEWAY
    }
}
