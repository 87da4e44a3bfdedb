use opus_pure::{Application, MAX_PACKET_BYTES, OpusEncoder, RateControl, Signal};

use crate::opus::{self, Head, OpusStream, RATE};
use crate::{NOTE_BYTES, VoiceError};

/// The rate at which sound is encoded, in Hz: all that a voice has, and half the work of 48 kHz.
pub(crate) const ENCODED_RATE: u32 = 24_000;

/// Samples in a packet of 20 ms.
const FRAME: usize = 480;

/// How hard the encoder tries, from 0 to 10: what telephones do in calls. Ten takes twice the time, while
/// somebody waits, for what speech at these bit rates hardly shows.
const COMPLEXITY: i32 = 5;

/// Encodes one note, and makes sure that it stays within WhatsApp's limit.
pub(crate) fn encode(pcm: &[i16], bit_rate: u32) -> Result<(OpusStream, Vec<u8>), VoiceError> {
    for control in [RateControl::ConstrainedVbr, RateControl::Cbr] {
        let stream = packets(pcm, bit_rate, control)?;
        let file = opus::write(&stream)?;
        // Sound without a pause can take more than the bit rate says; a constant rate cannot.
        if file.len() <= NOTE_BYTES || control == RateControl::Cbr {
            return Ok((stream, file));
        }
    }
    Err(VoiceError::TooLong)
}

pub(crate) fn packets(
    pcm: &[i16],
    bit_rate: u32,
    control: RateControl,
) -> Result<OpusStream, VoiceError> {
    let hertz =
        i32::try_from(ENCODED_RATE).map_err(|_| VoiceError::Damaged("an impossible rate"))?;
    let mut encoder = OpusEncoder::new(hertz, 1, Application::Voip)?;
    encoder.bitrate_bps = i32::try_from(bit_rate).unwrap_or(i32::MAX);
    encoder.rate_control = control;
    encoder.complexity = COMPLEXITY;
    encoder.signal_type = Some(Signal::Voice);
    let ticks = RATE / u64::from(ENCODED_RATE);
    let delay = encoder.lookahead();
    let mut stream = OpusStream::new(Head {
        channels: 1,
        pre_skip: u16::try_from(delay as u64 * ticks).unwrap_or(opus::USUAL_PRE_SKIP),
        input_rate: ENCODED_RATE,
        gain: 0,
    });
    let mut block = [0_i16; FRAME];
    let mut packet = vec![0_u8; MAX_PACKET_BYTES];
    // The last of the sound leaves the encoder only when as much silence has followed as its delay is.
    let frames = (pcm.len() + delay).div_ceil(FRAME);
    for index in 0..frames {
        let from = (index * FRAME).min(pcm.len());
        let to = (from + FRAME).min(pcm.len());
        block[..to - from].copy_from_slice(&pcm[from..to]);
        block[to - from..].fill(0);
        let length = encoder.encode_s16(&block, FRAME, &mut packet)?;
        stream.push(packet[..length].into())?;
    }
    let padding = frames * FRAME - pcm.len() - delay;
    stream.trim_end(padding as u64 * ticks);
    Ok(stream)
}
