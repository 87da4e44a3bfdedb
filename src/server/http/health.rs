//! `/healthz` (the process answers) and `/readyz` (it can do its work).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use desk::Desk;
use serde_json::json;

use super::STALL;

/// What each part of the program last said of itself. Cheap to clone.
#[derive(Clone, Default)]
pub struct Health(Arc<Mutex<Signs>>);

#[derive(Default)]
struct Signs {
    parts: BTreeMap<&'static str, Liveness>,
    stopping: bool,
}

/// A part's sign of life.
#[derive(Clone, Copy, Debug)]
pub enum Liveness {
    /// It came round at that moment, and comes round again within [`STALL`] unless something is wrong.
    Beat(Instant),
    /// It ended and was not asked to.
    Died,
}

impl Health {
    /// `part` came round.
    pub fn beat(&self, part: &'static str) {
        self.set(part, Liveness::Beat(Instant::now()));
    }

    /// `part` ended unasked.
    pub fn died(&self, part: &'static str) {
        tracing::error!(part, "a part of the program died");
        self.set(part, Liveness::Died);
    }

    /// The program is stopping: a balancer should send nothing more.
    pub fn stopping(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .stopping = true;
    }

    fn set(&self, part: &'static str, liveness: Liveness) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .parts
            .insert(part, liveness);
    }

    /// What is wrong, by part; empty when nothing is.
    pub fn ailments(&self, now: Instant, stall: Duration) -> BTreeMap<&'static str, &'static str> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut ailments: BTreeMap<_, _> = state
            .parts
            .iter()
            .filter_map(|(part, liveness)| match liveness {
                Liveness::Died => Some((*part, "died")),
                Liveness::Beat(at) if now.duration_since(*at) > stall => Some((*part, "stalled")),
                Liveness::Beat(_) => None,
            })
            .collect();
        if state.stopping {
            ailments.insert("server", "stopping");
        }
        ailments
    }
}

/// The process answers.
pub async fn alive() -> &'static str {
    "ok"
}

/// The database takes writes and every part comes round.
pub async fn ready(State((desk, health)): State<(Desk, Health)>) -> impl IntoResponse {
    let mut ailments = health.ailments(Instant::now(), STALL);
    if let Err(error) = desk.ping().await {
        tracing::warn!(error = %error, "not ready: the database does not take writes");
        ailments.insert("database", "unavailable");
    }
    let status = if ailments.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        Json(json!({ "ready": ailments.is_empty(), "ailments": ailments })),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_stalls_or_dies_is_named() {
        let health = Health::default();
        health.beat("outbound");
        health.beat("pushes");
        let now = Instant::now();
        assert!(health.ailments(now, STALL).is_empty());
        assert_eq!(
            health.ailments(now + STALL * 2, STALL),
            BTreeMap::from([("outbound", "stalled"), ("pushes", "stalled")])
        );
        health.died("outbound");
        assert_eq!(
            health.ailments(now, STALL),
            BTreeMap::from([("outbound", "died")])
        );
    }
}
