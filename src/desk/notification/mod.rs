//! Which phone rings, when, and what it says.
//!
//! The journal tells what happened; [`rule`] decides for each person whether they are told and says which
//! rule decided; the plan turns that into one row per device; claiming a row renders it as things stand
//! then, so that what was read, revoked or reassigned meanwhile is not told any more.

mod acknowledge;
mod badge;
mod claim;
mod notice;
mod occurrence;
mod people;
mod plan;
mod render;
pub mod rule;
mod settle;
mod subscription;
mod waiting;
mod withdraw;

#[cfg(test)]
mod tests;

pub use claim::{PushJob, PushTarget};
pub use notice::{Notice, Occasion, Preview};
pub use plan::{Planned, plan_pushes_in};
pub use settle::PushOutcome;
pub use subscription::NewSubscription;
pub(crate) use subscription::TestPushAllowance;
pub(crate) use withdraw::withdraw_in;
