use symphonia::core::codecs::audio::AudioDecoder;
use symphonia::core::errors::Error;
use symphonia::core::formats::FormatReader;

use super::container;
use crate::{LONGEST_SECONDS, VoiceError};

/// The rates that recorders and telephones use, in Hz; any other is an accident or an attack on the
/// resampler.
const RATES: [u32; 12] = [
    8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000,
];

/// A recording that has to be decoded by symphonia, packet by packet.
pub(crate) struct Coded<'a> {
    reader: Box<dyn FormatReader + 'a>,
    track: u32,
    decoder: Box<dyn AudioDecoder>,
}

impl<'a> Coded<'a> {
    pub(super) fn new(
        reader: Box<dyn FormatReader + 'a>,
        track: u32,
        decoder: Box<dyn AudioDecoder>,
    ) -> Self {
        Self {
            reader,
            track,
            decoder,
        }
    }

    /// Decodes everything to one channel: `take` is given each block and its rate in Hz.
    pub(crate) fn decode(
        mut self,
        mut take: impl FnMut(&[f32], u32) -> Result<(), VoiceError>,
    ) -> Result<(), VoiceError> {
        let mut interleaved: Vec<f32> = Vec::new();
        let mut mono = Vec::new();
        let mut rate = None;
        let (mut frames, mut packets, mut broken) = (0_u64, 0_u32, 0_u32);
        while let Some(packet) = container::next(self.reader.as_mut())? {
            if packet.track_id != self.track {
                continue;
            }
            packets += 1;
            let block = match self.decoder.decode(&packet) {
                Ok(block) => block,
                Err(Error::DecodeError(_)) => {
                    broken += 1;
                    continue;
                }
                Err(Error::IoError(_)) => break,
                Err(_) => return Err(VoiceError::Damaged("a packet cannot be decoded")),
            };
            let its_rate = block.spec().rate();
            if *rate.get_or_insert(its_rate) != its_rate || !RATES.contains(&its_rate) {
                return Err(VoiceError::Damaged("its rate is none, or changes"));
            }
            let channels = block.spec().channels().count();
            if channels == 0 || channels > 8 {
                return Err(VoiceError::Damaged("it has no channels, or too many"));
            }
            block.copy_to_vec_interleaved(&mut interleaved);
            frames += (interleaved.len() / channels) as u64;
            if frames > u64::from(LONGEST_SECONDS) * u64::from(its_rate) {
                return Err(VoiceError::TooLong);
            }
            downmix(&interleaved, channels, &mut mono);
            take(&mono, its_rate)?;
        }
        // The first packets of a cut MP3 cannot be decoded, which is no reason to refuse it.
        if broken * 10 > packets {
            return Err(VoiceError::Damaged("too many packets cannot be decoded"));
        }
        if frames == 0 {
            return Err(VoiceError::Empty);
        }
        Ok(())
    }
}

/// Makes one channel of several, each with the same share.
fn downmix(interleaved: &[f32], channels: usize, mono: &mut Vec<f32>) {
    mono.clear();
    #[expect(clippy::cast_precision_loss, reason = "at most eight channels")]
    let share = 1.0 / channels as f32;
    mono.extend(
        interleaved
            .chunks_exact(channels)
            .map(|frame| frame.iter().sum::<f32>() * share),
    );
}
