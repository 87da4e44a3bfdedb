//! Which phone rings, when, and what it says.
//!
//! The journal tells what happened; [`rule`] decides for each person whether they are told and says which
//! rule decided; the plan turns that into one row per device; claiming a row renders it as things stand
//! then, so that what was read, revoked or reassigned meanwhile is not told any more.

mod acknowledge;
mod allowance;
mod claim;
mod notice;
mod plan;
pub mod rule;
mod settle;
mod subscription;
mod withdraw;

pub(crate) use allowance::TestPushAllowance;
pub use notice::{Notice, Occasion, Preview};
pub use claim::{PushJob, PushTarget};
pub use plan::Planned;
pub use settle::PushOutcome;
pub use subscription::NewSubscription;
pub(crate) use withdraw::withdraw_in;
