//! Voice notes as WhatsApp wants them, and as every phone can hear them.
//!
//! A browser records what it likes (Chromium `WebM`, Firefox Ogg, Safari MP4, some of it AAC); WhatsApp
//! shows a voice note (waveform, microphone, transcript, blue microphone once played) only for mono
//! Opus in Ogg of at most 512 KB (Cloud API, "Voice messages"). [`prepare`] makes the one from the
//! other: it moves Opus packets into Ogg pages without touching them where it can, and encodes anew
//! only what is no mono Opus or would be too large. [`describe`] says how long a note lasts and draws
//! its waveform; [`rendition`] is for players that know no Ogg.
//!
//! This room speaks containers and codecs, all in Rust. It knows neither the desk nor the network,
//! does no waiting of its own, and trusts no byte that it is given: a broken file is a
//! [`VoiceError`], whatever is in it. All of it is work for a thread that may be busy for a while.

mod decode;
mod encode;
mod error;
mod guard;
mod loudness;
mod note;
mod opus;
mod plan;
mod rendition;
mod resample;
mod source;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;

pub use error::VoiceError;
pub use loudness::{BARS, Waveform};
pub use note::{Description, Note, describe, prepare};
pub use rendition::{RENDITION_MIME_TYPE, rendition};

/// The most bytes that a note may have to be shown with a play button (Cloud API, "Voice messages":
/// above 512 KB a download arrow takes its place).
pub const NOTE_BYTES: usize = 512 * 1000;

/// The longest recording that is taken, in seconds.
pub const LONGEST_SECONDS: u32 = 30 * 60;

/// The most bytes of a recording that are looked at: Meta's own limit for audio.
pub const LARGEST_RECORDING: usize = 16 * 1024 * 1024;

/// What a note is to be called towards Meta, letter by letter: without the parameter it is refused.
pub const NOTE_MIME_TYPE: &str = "audio/ogg; codecs=opus";
