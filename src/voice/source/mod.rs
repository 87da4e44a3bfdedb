//! What a recording turns out to be, whatever its sender called it.

mod container;
mod pcm;

use crate::opus::{self, OpusStream};
use crate::{LARGEST_RECORDING, VoiceError};

pub(crate) use pcm::Coded;

/// A recording, opened.
pub(crate) enum Source<'a> {
    /// Opus, in packets that can be moved as they are.
    Opus(OpusStream),
    /// Anything else that can be decoded.
    Coded(Coded<'a>),
}

/// Opens a recording by what its bytes are.
pub(crate) fn open(recording: &[u8]) -> Result<Source<'_>, VoiceError> {
    if recording.is_empty() {
        return Err(VoiceError::Empty);
    }
    if recording.len() > LARGEST_RECORDING {
        return Err(VoiceError::TooLarge);
    }
    if opus::is_ogg(recording) {
        match opus::read(recording) {
            Err(VoiceError::UnknownCodec(_)) => {}
            opened => return opened.map(Source::Opus),
        }
    }
    container::open(recording)
}
