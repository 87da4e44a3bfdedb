//! The program: command line, settings, HTTP surface, and the wiring of all rooms.
//!
//! Nothing is decided here. A request is handed to the intake, the GraphQL service or the file store;
//! consumers are started and stopped; the operator finds what he can set in [`settings`] and what he can
//! run in [`cli`]. To add a setting: one field in `settings/layer.rs` and one in `settings/resolve.rs`.

pub mod cli;
pub mod http;
pub mod run;
pub mod settings;
pub mod telemetry;
