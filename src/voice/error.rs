use crate::{LARGEST_RECORDING, LONGEST_SECONDS};

/// Why a recording could not become a voice note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VoiceError {
    /// It has more than [`LARGEST_RECORDING`] bytes.
    #[error("the recording has more than {LARGEST_RECORDING} bytes")]
    TooLarge,
    /// It lasts longer than [`LONGEST_SECONDS`].
    #[error("the recording lasts longer than {LONGEST_SECONDS} seconds")]
    TooLong,
    /// It holds no sound, or not even one packet of it.
    #[error("the recording holds no sound")]
    Empty,
    /// It is no container of sound that is known here.
    #[error("this is no recording of a known kind")]
    UnknownContainer,
    /// Its container is known, the codec inside is not (AMR, HE-AAC).
    #[error("the recording's codec is not known: {0}")]
    UnknownCodec(&'static str),
    /// It breaks the rules of its own format.
    #[error("the recording is damaged: {0}")]
    Damaged(&'static str),
}

impl From<opus_pure::Error> for VoiceError {
    fn from(_: opus_pure::Error) -> Self {
        Self::Damaged("an Opus packet cannot be read")
    }
}
