//! Opus as packets: where a stream begins and ends, and how it lies in an Ogg file (RFC 7845).

mod head;
mod ogg;
mod packets;

pub(crate) use head::{Head, USUAL_PRE_SKIP};
pub(crate) use ogg::{is_ogg, read, write};
#[cfg(any(test, feature = "testing"))]
pub(crate) use packets::samples;
pub(crate) use packets::{OpusStream, RATE};
