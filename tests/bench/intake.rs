//! Webhooks: how many, and how fast one is answered.

use std::time::Duration;

use guiche_tests::support::{Database, Installation};

use crate::report::Report;
use crate::{load, yardstick};

const SENDERS: usize = 64;
const TIME: Duration = Duration::from_secs(8);

pub async fn measure(report: &mut Report) {
    let folder = tempfile::tempdir().expect("a folder");
    let bare_rows = yardstick::database_rate(folder.path()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let bare = yardstick::start(folder.path()).await;
    // In turn, twice: what the machine does to one it does to the other.
    let mut rates = [(0.0, 0.0); 2];
    for rate in &mut rates {
        let limit = load::flat_out(bare, SENDERS, TIME).await;
        let installation = Installation::start(Database::Sqlite).await;
        let ours = load::flat_out(installation.address(), SENDERS, TIME).await;
        installation.finish().await;
        *rate = (ours, limit);
    }
    let ours = f64::midpoint(rates[0].0, rates[1].0);
    let limit = f64::midpoint(rates[0].1, rates[1].1);
    let what = "webhooks acknowledged after fsync, 64 senders";
    report.rate(what, ours, "bare handler", limit, "≥ 50 %");
    report.rate(what, ours, "bare database, groups of 64", bare_rows, "");
    let installation = Installation::start(Database::Sqlite).await;
    let mut steady = load::steadily(installation.address(), 300, Duration::from_secs(15)).await;
    report.latency("webhook acknowledged at 300/s", &mut steady, "p99 ≤ 50 ms");
    installation.finish().await;
}
