//! The whole system: the real program beside a sandbox that plays Meta, on `SQLite` and on `PostgreSQL`.

mod faults;
mod use_cases;

use guiche_tests::support::Installation;

/// What the program answers at `path`.
async fn get(desk: &Installation, path: &str) -> reqwest::Response {
    let answer = guiche_tests::http().get(desk.url(path)).send().await;
    answer.expect("an answer")
}
