//! Files: where their bytes are kept, how they arrive there, and what they are by their own bytes.
//!
//! This room knows no desk, no Meta and no HTTP: it streams bytes into a folder or an object store under the
//! digest of their content, never whole in memory, and judges what they are. Nothing that a sender declares
//! about a file is believed here.

mod arrival;
pub mod sniff;
mod store;
mod thumbnail;

pub use arrival::{Arrival, Arrived, Digest};
pub use store::{ARRIVING, FileStore, FileStream, StoreError, visit_files};
