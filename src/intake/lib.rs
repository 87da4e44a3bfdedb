//! The intake: from Meta's webhooks to the desk's commands.
//!
//! A body is taken in three steps, each of which can be repeated without harm:
//!
//! 1. [`receive`] checks the signature over the raw bytes and answers 200 when the body is on disk,
//!    together with those that arrived in the same instant (one fsync for all);
//! 2. [`understand`] reads what is stored, in order of arrival, parses every entry, change, message,
//!    status and error, and hands them to the desk;
//! 3. the desk applies them; repeats change nothing, and what cannot be understood is kept in
//!    quarantine, where a person can see and replay it.
//!
//! A crash between two steps costs nothing: the next start goes on with what is stored. This room knows
//! Meta's types and the desk's commands and translates between them in [`translate`]; it holds no rule.

mod collect;
mod crowd;
mod receive;
mod replay;
mod translate;
mod understand;

pub use collect::Collector;
pub use crowd::Crowd;
pub use receive::{LARGEST_BODY, WebhookDoor, router};
pub use replay::replay;
pub use understand::understand;
