use std::time::Duration;

use crate::encode::{ENCODED_RATE, encode};
use crate::guard::guarded;
use crate::loudness::{Loudness, Waveform};
use crate::opus::{self, OpusStream, RATE};
use crate::plan::{cuts, plan};
use crate::source::{self, Source};
use crate::{NOTE_BYTES, VoiceError, decode};

/// The rate at which a note is listened to when only its loudness matters, in Hz.
const LISTENING_RATE: u32 = 8_000;

/// A voice note that WhatsApp shows as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Ogg with mono Opus, at most [`NOTE_BYTES`].
    pub ogg: Vec<u8>,
    /// How long it lasts, to the millisecond.
    pub duration: Duration,
    /// Its waveform.
    pub waveform: Waveform,
}

/// What a player has to know of a sound before it plays it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Description {
    /// How long it lasts, to the millisecond.
    pub duration: Duration,
    /// Its waveform.
    pub waveform: Waveform,
}

/// Makes voice notes of a recording in whatever container and codec: one, or several in order when
/// not even a low bit rate makes it small enough.
pub fn prepare(recording: &[u8]) -> Result<Vec<Note>, VoiceError> {
    guarded(|| match source::open(recording)? {
        Source::Opus(stream) if stream.audible() == 0 => Err(VoiceError::Empty),
        Source::Opus(stream) => match moved(&stream)? {
            Some(ogg) => {
                let Description { duration, waveform } = listen(&stream)?;
                Ok(vec![Note {
                    ogg,
                    duration,
                    waveform,
                }])
            }
            None => encode_anew(Source::Opus(stream)),
        },
        source @ Source::Coded(_) => encode_anew(source),
    })
}

/// The stream in Ogg, packet by packet as it was recorded; none when only encoding it anew makes a note of it.
pub(crate) fn moved(stream: &OpusStream) -> Result<Option<Vec<u8>>, VoiceError> {
    if !stream.is_mono() {
        return Ok(None);
    }
    Ok(Some(opus::write(stream)?).filter(|ogg| ogg.len() <= NOTE_BYTES))
}

/// Says how long a sound lasts and what it looks like.
pub fn describe(recording: &[u8]) -> Result<Description, VoiceError> {
    guarded(|| match source::open(recording)? {
        Source::Opus(stream) => listen(&stream),
        source @ Source::Coded(_) => {
            let mut loudness = Loudness::new(LISTENING_RATE);
            let mut samples = 0;
            decode::decode(source, LISTENING_RATE, |block| {
                samples += block.len() as u64;
                loudness.hear(block);
                Ok(())
            })?;
            Ok(Description {
                duration: lasting(samples, LISTENING_RATE.into()),
                waveform: loudness.draw(),
            })
        }
    })
}

fn listen(stream: &OpusStream) -> Result<Description, VoiceError> {
    let mut loudness = Loudness::new(LISTENING_RATE);
    decode::opus(stream, LISTENING_RATE, |block| {
        loudness.hear(block);
        Ok(())
    })?;
    Ok(Description {
        duration: lasting(stream.audible(), RATE),
        waveform: loudness.draw(),
    })
}

fn encode_anew(source: Source<'_>) -> Result<Vec<Note>, VoiceError> {
    let mut pcm: Vec<i16> = Vec::new();
    decode::decode(source, ENCODED_RATE, |block| {
        pcm.extend(block.iter().copied().map(to_integer));
        Ok(())
    })?;
    if pcm.is_empty() {
        return Err(VoiceError::Empty);
    }
    let plan = plan(milliseconds(pcm.len() as u64, ENCODED_RATE.into()));
    split(&pcm, plan.parts)
        .into_iter()
        .map(|part| {
            let (stream, ogg) = encode(part, plan.bit_rate)?;
            let mut loudness = Loudness::new(ENCODED_RATE);
            let heard: Vec<f32> = part.iter().copied().map(to_float).collect();
            loudness.hear(&heard);
            Ok(Note {
                ogg,
                duration: lasting(stream.audible(), RATE),
                waveform: loudness.draw(),
            })
        })
        .collect()
}

fn split(pcm: &[i16], parts: u32) -> Vec<&[i16]> {
    if parts == 1 {
        return vec![pcm];
    }
    let tenth = ENCODED_RATE as usize / 10;
    let loudness: Vec<u32> = pcm
        .chunks(tenth)
        .map(|samples| {
            samples
                .iter()
                .map(|sample| u32::from(sample.unsigned_abs()))
                .sum()
        })
        .collect();
    let mut rest = pcm;
    let mut begin = 0;
    let mut split = Vec::new();
    for cut in cuts(&loudness, parts) {
        let (part, after) = rest.split_at((cut * tenth - begin).min(rest.len()));
        split.push(part);
        begin = cut * tenth;
        rest = after;
    }
    split.push(rest);
    split.retain(|part| !part.is_empty());
    split
}

/// A sample as a 16-bit number.
#[expect(clippy::cast_possible_truncation, reason = "clamped to the range")]
pub(crate) fn to_integer(sample: f32) -> i16 {
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16
}

fn to_float(sample: i16) -> f32 {
    f32::from(sample) / f32::from(i16::MAX)
}

fn milliseconds(samples: u64, rate: u64) -> u64 {
    samples * 1000 / rate
}

fn lasting(samples: u64, rate: u64) -> Duration {
    Duration::from_millis(milliseconds(samples, rate))
}
