//! The ledger over HTTP, with waiting: `?wait_for=3&timeout_ms=5000` answers as soon as three entries match.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::{Answer, done};
use crate::emulator::Emulator;
use crate::ledger::{CallQuery, DeliveryQuery};

type Shared = State<Arc<Emulator>>;

/// How long to wait for how many.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub(super) struct Waiting {
    wait_for: usize,
    timeout_ms: u64,
}

impl Default for Waiting {
    fn default() -> Self {
        Self {
            wait_for: 0,
            timeout_ms: 5_000,
        }
    }
}

impl Waiting {
    fn patience(&self) -> Duration {
        Duration::from_millis(self.timeout_ms)
    }
}

pub(super) async fn calls(
    State(emulator): Shared,
    Query(query): Query<CallQuery>,
    Query(waiting): Query<Waiting>,
) -> Json<Value> {
    let calls = emulator
        .ledger
        .calls
        .wait(waiting.wait_for, waiting.patience(), |call| {
            query.matches(call)
        })
        .await;
    Json(
        json!({ "complete": calls.len() >= waiting.wait_for, "count": calls.len(), "calls": calls }),
    )
}

pub(super) async fn deliveries(
    State(emulator): Shared,
    Query(query): Query<DeliveryQuery>,
    Query(waiting): Query<Waiting>,
) -> Json<Value> {
    let found = emulator
        .ledger
        .deliveries
        .wait(waiting.wait_for, waiting.patience(), |delivery| {
            query.matches(delivery)
        })
        .await;
    Json(json!({
        "complete": found.len() >= waiting.wait_for,
        "count": found.len(),
        "deliveries": found,
    }))
}

pub(super) async fn clear(State(emulator): Shared) -> Json<Value> {
    emulator.ledger.clear();
    done()
}

/// How often.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Repeat {
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

pub(super) async fn repeat(
    State(emulator): Shared,
    Path(number): Path<u64>,
    Json(repeat): Json<Repeat>,
) -> Answer {
    emulator.repeat_delivery(number, repeat.times)?;
    Ok(done())
}

/// Waits until nothing is planned or under way.
pub(super) async fn settled(
    State(emulator): Shared,
    Query(waiting): Query<Waiting>,
) -> Json<Value> {
    let settled = emulator.dispatcher.settled(waiting.patience()).await;
    Json(json!({ "settled": settled }))
}
