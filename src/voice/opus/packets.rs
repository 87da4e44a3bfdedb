use opus_pure::packet;

use super::head::Head;
use crate::{LONGEST_SECONDS, VoiceError};

/// Ogg counts Opus in 48 kHz samples, whatever the encoder's rate was (RFC 7845, section 4).
pub(crate) const RATE: u64 = 48_000;

/// One Opus stream outside any container.
pub(crate) struct OpusStream {
    head: Head,
    packets: Vec<Box<[u8]>>,
    /// 48 kHz samples of all packets together.
    coded: u64,
    /// 48 kHz samples at the end that are padding and no sound.
    end_trim: u64,
}

impl OpusStream {
    /// A stream without a packet so far.
    pub(crate) fn new(head: Head) -> Self {
        Self {
            head,
            packets: Vec::new(),
            coded: 0,
            end_trim: 0,
        }
    }

    /// Takes the next packet.
    pub(crate) fn push(&mut self, data: Box<[u8]>) -> Result<(), VoiceError> {
        self.coded += samples(&data)?;
        if self.coded > u64::from(LONGEST_SECONDS) * RATE {
            return Err(VoiceError::TooLong);
        }
        self.packets.push(data);
        Ok(())
    }

    /// Says how many of the last samples are padding.
    pub(crate) fn trim_end(&mut self, samples: u64) {
        self.end_trim = samples;
    }

    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    pub(crate) fn packets(&self) -> &[Box<[u8]>] {
        &self.packets
    }

    /// 48 kHz samples that a player lets be heard.
    pub(crate) fn audible(&self) -> u64 {
        self.coded
            .saturating_sub(u64::from(self.head.pre_skip))
            .saturating_sub(self.end_trim)
    }

    /// Whether every packet is mono by itself, not only by its header.
    pub(crate) fn is_mono(&self) -> bool {
        self.head.channels == 1
            && self
                .packets
                .iter()
                .all(|data| packet::channels(data).is_ok_and(|channels| channels == 1))
    }
}

/// The 48 kHz samples that a packet decodes to.
pub(crate) fn samples(data: &[u8]) -> Result<u64, VoiceError> {
    Ok(packet::samples_48k(data)? as u64)
}
