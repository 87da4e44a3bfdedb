//! What a player has to know of sound before it plays it.

/// How long sound lasts, and what it looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    /// In milliseconds.
    pub duration_ms: u32,
    /// How loud it is over its length: bars from 0 (silence) to 100 (its loudest moment).
    pub waveform: Vec<u8>,
}

impl Sound {
    /// As the tables keep it. Nothing when either is missing or cannot be read.
    pub(crate) fn of_columns(duration_ms: Option<i32>, waveform: Option<&str>) -> Option<Self> {
        Some(Self {
            duration_ms: u32::try_from(duration_ms?).ok()?,
            waveform: hex::decode(waveform?).ok()?,
        })
    }

    pub(crate) fn duration_column(&self) -> Option<i32> {
        i32::try_from(self.duration_ms).ok()
    }

    pub(crate) fn waveform_column(&self) -> String {
        hex::encode(&self.waveform)
    }
}
