//! Recordings of any length, in the containers that browsers use: what tests and measurements speak
//! into. The sound is something like speech: voiced syllables of changing pitch, pauses between words
//! and longer ones between sentences.

mod adts;
mod webm;

use crate::VoiceError;
use crate::encode::{ENCODED_RATE, packets};
use crate::note;
use crate::opus::{self, OpusStream};
use crate::source::{self, Source};
use opus_pure::RateControl;

/// The bit rate that the app records with, in bit/s.
const RECORDED: u32 = 24_000;

/// As Firefox records: Opus in Ogg.
pub fn recorded_by_firefox(seconds: u32) -> Result<Vec<u8>, VoiceError> {
    opus::write(&recorded(seconds)?)
}

/// As Chromium records: Opus in `WebM`, written live, with neither lengths nor an index.
pub fn recorded_by_chromium(seconds: u32) -> Result<Vec<u8>, VoiceError> {
    Ok(webm::write(&recorded(seconds)?))
}

/// As older Safari encodes: AAC (here without MP4 around it), from a sample that is said again and
/// again. Lasts a twentieth of a second more at most.
pub fn recorded_by_safari(seconds: u32) -> Result<Vec<u8>, VoiceError> {
    adts::write(seconds)
}

/// A recording's packets in Ogg, as [`crate::prepare`] moves them without listening to them; none when it
/// encodes them anew.
pub fn moved(recording: &[u8]) -> Result<Option<Vec<u8>>, VoiceError> {
    match source::open(recording)? {
        Source::Opus(stream) => note::moved(&stream),
        Source::Coded(_) => Ok(None),
    }
}

fn recorded(seconds: u32) -> Result<OpusStream, VoiceError> {
    let pcm: Vec<i16> = speech(seconds, ENCODED_RATE)
        .into_iter()
        .map(crate::note::to_integer)
        .collect();
    packets(&pcm, RECORDED, RateControl::ConstrainedVbr)
}

/// Something like speech, one channel, at `rate` Hz.
#[expect(clippy::cast_precision_loss, reason = "sample counts of minutes")]
pub fn speech(seconds: u32, rate: u32) -> Vec<f32> {
    let samples = u64::from(seconds) * u64::from(rate);
    let rate = rate as f32;
    let mut phase = 0.0_f32;
    (0..samples)
        .map(|index| {
            let time = index as f32 / rate;
            // Four syllables a second, every fifth a pause; after four seconds a breath.
            let syllable = (time * 4.0).floor();
            let within = (time * 4.0).fract();
            let pause = syllable % 5.0 > 3.5 || time % 4.0 > 3.4;
            let pitch = 110.0 + 17.0 * (syllable % 7.0) + 20.0 * within;
            phase = (phase + pitch / rate).fract();
            if pause {
                return 0.0;
            }
            let colour = 3.0 + 2.0 * (syllable % 4.0);
            let voiced: f32 = (1..=12_u8)
                .map(f32::from)
                .map(|harmonic| {
                    let weight = 1.0 / (1.0 + (harmonic - colour).abs());
                    weight * (std::f32::consts::TAU * phase * harmonic).sin()
                })
                .sum();
            0.12 * voiced * (std::f32::consts::PI * within).sin()
        })
        .collect()
}
