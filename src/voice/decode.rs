use opus_pure::{MAX_PACKET_SAMPLES, OpusDecoder};

use crate::VoiceError;
use crate::opus::{OpusStream, RATE};
use crate::resample::Resample;
use crate::source::{Coded, Source};

/// Decodes a recording to one channel at `rate` Hz (one that Opus knows: 8,000, 12,000, 16,000,
/// 24,000 or 48,000) and hands it on block by block: what a player would let be heard, no more.
pub(crate) fn decode(
    source: Source<'_>,
    rate: u32,
    take: impl FnMut(&[f32]) -> Result<(), VoiceError>,
) -> Result<(), VoiceError> {
    match source {
        Source::Opus(stream) => opus(&stream, rate, take),
        Source::Coded(coded) => other(coded, rate, take),
    }
}

/// Decodes an Opus stream, without the encoder's delay and without the padding at its end.
pub(crate) fn opus(
    stream: &OpusStream,
    rate: u32,
    mut take: impl FnMut(&[f32]) -> Result<(), VoiceError>,
) -> Result<(), VoiceError> {
    let hertz = i32::try_from(rate).map_err(|_| VoiceError::Damaged("an impossible rate"))?;
    // A decoder of one channel mixes what a stereo packet holds (RFC 6716, section 2.1.2).
    let mut decoder = OpusDecoder::new(hertz, 1)?;
    decoder.gain_q8 = i32::from(stream.head().gain);
    let at_rate = |samples: u64| samples * u64::from(rate) / RATE;
    let mut skip = at_rate(u64::from(stream.head().pre_skip));
    let mut left = at_rate(stream.audible());
    let mut block = vec![0.0_f32; MAX_PACKET_SAMPLES];
    for packet in stream.packets() {
        let samples = decoder.decode(packet, MAX_PACKET_SAMPLES, &mut block)?;
        let from = usize::try_from(skip).unwrap_or(usize::MAX).min(samples);
        let room = usize::try_from(left).unwrap_or(usize::MAX);
        let to = from.saturating_add(room).min(samples);
        skip -= from as u64;
        left -= (to - from) as u64;
        if to > from {
            take(&block[from..to])?;
        }
    }
    Ok(())
}

fn other(
    coded: Coded<'_>,
    target: u32,
    mut take: impl FnMut(&[f32]) -> Result<(), VoiceError>,
) -> Result<(), VoiceError> {
    let mut resample: Option<Resample> = None;
    coded.decode(|block, rate| {
        let resample = match &mut resample {
            Some(resample) => resample,
            none => none.insert(Resample::new(rate, target)?),
        };
        resample.push(block, &mut take)
    })?;
    resample.map_or(Ok(()), |resample| resample.finish(&mut take))
}
