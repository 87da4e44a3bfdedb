//! What operators see of requests: one log line and one measurement each.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use desk::Desk;
use desk::installation::Backlog;
use metrics_exporter_prometheus::PrometheusHandle;

use super::REQUEST_ID;

/// Renders the metrics for Prometheus. What waits is looked up when it is asked for.
pub async fn render(State((desk, metrics)): State<(Desk, PrometheusHandle)>) -> String {
    match desk.backlogs().await {
        Ok(backlogs) => tell(&backlogs),
        // The others are told all the same: they are wanted most when the database is away.
        Err(error) => tracing::warn!(%error, "could not look what waits"),
    }
    metrics.run_upkeep();
    metrics.render()
}

fn tell(backlogs: &[Backlog]) {
    for Backlog { part, waiting, lag } in backlogs {
        #[expect(
            clippy::cast_precision_loss,
            reason = "metrics are floating-point numbers"
        )]
        metrics::gauge!("guiche_consumer_waiting", "part" => *part).set(*waiting as f64);
        metrics::gauge!("guiche_consumer_lag_seconds", "part" => *part).set(lag.as_secs_f64());
    }
}

/// Measures a request. The path is the route's pattern, never the address: addresses carry ids.
pub async fn request(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "pwa".to_owned(), |path| path.as_str().to_owned());
    let id = request
        .headers()
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let response = next.run(request).await;
    let (status, elapsed) = (response.status().as_u16(), started.elapsed());
    metrics::histogram!(
        "guiche_http_request_seconds",
        "method" => method.to_string(), "route" => route.clone(), "status" => status.to_string()
    )
    .record(elapsed.as_secs_f64());
    let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::warn!(%method, route, status, milliseconds, request.id = id, "request failed");
    } else {
        tracing::debug!(%method, route, status, milliseconds, request.id = id, "request");
    }
    response
}
