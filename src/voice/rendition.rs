use crate::guard::guarded;
use crate::note::to_integer;
use crate::{VoiceError, decode, source};

/// What [`rendition`] makes.
pub const RENDITION_MIME_TYPE: &str = "audio/wav";

/// Samples a second, in Hz: wide-band speech, as a good telephone has it.
const RATE: u32 = 16_000;

/// The same sound for a player that knows no Opus in Ogg (Safari before 18.4): WAV, 16 kHz, 16 bit,
/// one channel, which everything plays; 32 kB a second.
pub fn rendition(recording: &[u8]) -> Result<Vec<u8>, VoiceError> {
    guarded(|| {
        let mut file = header(0);
        decode::decode(source::open(recording)?, RATE, |block| {
            file.extend(
                block
                    .iter()
                    .flat_map(|sample| to_integer(*sample).to_le_bytes()),
            );
            Ok(())
        })?;
        let header = header(file.len() - HEADER);
        file[..HEADER].copy_from_slice(&header);
        Ok(file)
    })
}

const HEADER: usize = 44;

fn header(data: usize) -> Vec<u8> {
    // LONGEST_SECONDS keep it far below 4 GB.
    let data = u32::try_from(data).unwrap_or(u32::MAX - 36);
    let mut header = Vec::with_capacity(HEADER);
    header.extend_from_slice(b"RIFF");
    header.extend_from_slice(&(data + 36).to_le_bytes());
    header.extend_from_slice(b"WAVEfmt ");
    header.extend_from_slice(&16_u32.to_le_bytes());
    header.extend_from_slice(&1_u16.to_le_bytes());
    header.extend_from_slice(&1_u16.to_le_bytes());
    header.extend_from_slice(&RATE.to_le_bytes());
    header.extend_from_slice(&(RATE * 2).to_le_bytes());
    header.extend_from_slice(&2_u16.to_le_bytes());
    header.extend_from_slice(&16_u16.to_le_bytes());
    header.extend_from_slice(b"data");
    header.extend_from_slice(&data.to_le_bytes());
    header
}
