//! How a test in another process, such as a browser's, steers the push services and sees what they
//! got.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Query, State},
    http::StatusCode,
    routing::{get, post},
};
use serde::Deserialize;

use super::{PushFakes, ledger::Attempt, push_service::Failure};

/// `GET /endpoints`, `GET /attempts`, `GET /received?count=&seconds=` (waits; 408 with all
/// attempts when the time is up), `POST /fail`, `POST /expire`,
/// `POST /disconnect`, `POST /forget`.
pub fn router(fakes: Arc<PushFakes>) -> Router {
    Router::new()
        .route("/endpoints", get(endpoints))
        .route("/attempts", get(attempts))
        .route("/received", get(received))
        .route("/fail", post(fail))
        .route("/expire", post(expire))
        .route("/disconnect", post(disconnect))
        .route("/forget", post(forget))
        .with_state(fakes)
}

type Fakes = State<Arc<PushFakes>>;

async fn endpoints(State(fakes): Fakes) -> Json<Vec<String>> {
    Json(fakes.service().endpoints())
}

async fn attempts(State(fakes): Fakes) -> Json<Vec<Attempt>> {
    Json(fakes.service().ledger().attempts())
}

#[derive(Deserialize)]
struct Wanted {
    count: usize,
    #[serde(default = "patience")]
    seconds: u64,
}

fn patience() -> u64 {
    10
}

async fn received(
    State(fakes): Fakes,
    Query(wanted): Query<Wanted>,
) -> (StatusCode, Json<Vec<Attempt>>) {
    let patience = Duration::from_secs(wanted.seconds);
    match fakes
        .service()
        .ledger()
        .wait_for(wanted.count, patience)
        .await
    {
        Ok(taken) => (StatusCode::OK, Json(taken)),
        Err(all) => (StatusCode::REQUEST_TIMEOUT, Json(all)),
    }
}

#[derive(Deserialize)]
struct FailurePlan {
    endpoint: String,
    #[serde(flatten)]
    failure: Failure,
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

async fn fail(State(fakes): Fakes, Json(plan): Json<FailurePlan>) -> StatusCode {
    for _ in 0..plan.times {
        fakes
            .service()
            .fail_next(&plan.endpoint, plan.failure.clone());
    }
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Expiry {
    endpoint: String,
}

async fn expire(State(fakes): Fakes, Json(expiry): Json<Expiry>) -> StatusCode {
    fakes.service().expire(&expiry.endpoint);
    StatusCode::NO_CONTENT
}

async fn disconnect(State(fakes): Fakes) -> StatusCode {
    fakes.fcm().disconnect();
    fakes.autopush().disconnect();
    StatusCode::NO_CONTENT
}

async fn forget(State(fakes): Fakes) -> StatusCode {
    fakes.autopush().forget();
    StatusCode::NO_CONTENT
}
