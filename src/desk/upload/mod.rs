//! Files that users bring to be sent: what may be brought, by whom it may be sent, and how long it waits.
//!
//! The bytes are in the store before the desk hears of them; here is the row that names them. A message that
//! sends a file takes over the name, so that an upload is nothing but a bridge: a day later it is gone, and
//! with it the bytes that nothing else names.

pub mod limits;
mod name;
mod prune;
mod register;
#[cfg(test)]
mod tests;
mod view;
mod voice;

pub(crate) use name::harmless;
pub use prune::ExpiredUpload;
pub use register::NewUpload;
pub(crate) use register::usable_in;
pub use view::UploadView;
pub use voice::NewVoiceNote;
pub(crate) use voice::parts_in;
