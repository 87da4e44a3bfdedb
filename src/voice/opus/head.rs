use crate::VoiceError;

/// What players drop at the start when the recorder forgot to say it: the delay of libopus
/// (RFC 7845, section 5.1). Chromium writes 1, which no encoder has.
pub(crate) const USUAL_PRE_SKIP: u16 = 312;

/// The least delay that an Opus encoder can have, in 48 kHz samples.
const LEAST_PRE_SKIP: u16 = 120;

/// Bytes of an identification header of channel mapping family 0.
const LENGTH: usize = 19;

/// What a stream says about itself before it begins (RFC 7845, section 5.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// One or two.
    pub channels: u8,
    /// 48 kHz samples that are no sound yet.
    pub pre_skip: u16,
    /// The rate of what was recorded, in Hz; nobody needs it.
    pub input_rate: u32,
    /// By how much a player is to raise the sound, in 1/256 dB.
    pub gain: i16,
}

impl Head {
    /// Reads the header of a stream of one or two channels.
    pub(crate) fn parse(data: &[u8]) -> Result<Self, VoiceError> {
        let damaged = || VoiceError::Damaged("the Opus header cannot be read");
        let fields: &[u8; LENGTH] = data.first_chunk().ok_or_else(damaged)?;
        if !fields.starts_with(b"OpusHead") || fields[8] >> 4 != 0 {
            return Err(damaged());
        }
        if fields[18] != 0 {
            return Err(VoiceError::UnknownCodec("Opus of more than two channels"));
        }
        let head = Self {
            channels: fields[9],
            pre_skip: u16::from_le_bytes([fields[10], fields[11]]),
            input_rate: u32::from_le_bytes([fields[12], fields[13], fields[14], fields[15]]),
            gain: i16::from_le_bytes([fields[16], fields[17]]),
        };
        if !(1..=2).contains(&head.channels) {
            return Err(damaged());
        }
        Ok(Self {
            pre_skip: if head.pre_skip < LEAST_PRE_SKIP {
                USUAL_PRE_SKIP
            } else {
                head.pre_skip
            },
            ..head
        })
    }

    /// The header as an Ogg packet.
    pub(crate) fn to_packet(&self) -> Vec<u8> {
        let mut packet = Vec::with_capacity(LENGTH);
        packet.extend_from_slice(b"OpusHead");
        packet.extend_from_slice(&[1, self.channels]);
        packet.extend_from_slice(&self.pre_skip.to_le_bytes());
        packet.extend_from_slice(&self.input_rate.to_le_bytes());
        packet.extend_from_slice(&self.gain.to_le_bytes());
        packet.push(0);
        packet
    }
}

/// The comment header, which has to be there and has nothing to say (RFC 7845, section 5.2): who
/// spoke when, with which telephone, is nobody's business.
pub(crate) fn tags() -> Vec<u8> {
    let vendor = b"guiche";
    let mut packet = b"OpusTags".to_vec();
    packet.extend_from_slice(&6_u32.to_le_bytes());
    packet.extend_from_slice(vendor);
    packet.extend_from_slice(&0_u32.to_le_bytes());
    packet
}
