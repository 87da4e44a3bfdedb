//! What goes wrong, and what must hold all the same. Tests carry the number of their fault; each ends with a
//! program that is ready and a database that is sound.
//!
//! `GUICHE_ROUNDS` multiplies the rounds of those that try their luck.

mod clocks;
mod crashing;
mod crowds;
mod doubling;
mod durability;
mod mending;
mod poison;
mod pushing;
mod sending;
mod signatures;
mod statuses;
mod stopping;
mod storage;
mod unclear_sends;
mod uploads;

use std::time::Duration;

/// How long something may take that nothing disturbs.
const PATIENCE: Duration = Duration::from_mins(1);

/// `usual` rounds, or more.
fn rounds(usual: u32) -> u32 {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test has no command line to take its settings from"
    )]
    let times = std::env::var("GUICHE_ROUNDS").ok();
    usual * times.and_then(|times| times.parse().ok()).unwrap_or(1)
}
