//! Who is asking, and what they may see and do.
//!
//! Every use case takes an [`Actor`] first. The rules here are pure functions over plain values; queries
//! and subscriptions use the same ones, so that what a list hides a push or an event cannot leak.

mod actor;
mod visibility;

pub use actor::{Actor, Integrator, Scope, Scopes, SignedIn};
pub use visibility::{may_be_told, may_see, may_start_on, person_may_see};
