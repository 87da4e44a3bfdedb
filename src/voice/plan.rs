use crate::NOTE_BYTES;

/// The bit rate that speech is encoded with when there is room, in bit/s.
pub(crate) const BEST: u32 = 24_000;

/// The least bit rate at which speech is still pleasant to hear, in bit/s.
pub(crate) const LEAST: u32 = 12_000;

/// How far a cut may move to fall into a silence, in seconds.
pub(crate) const LEEWAY: u32 = 3;

/// Bytes that Ogg takes for each second: a page's header and a length for each of 50 packets.
const OGG_BYTES_A_SECOND: u64 = 27 + 50;

/// Bytes of both headers in their pages, with room to spare.
const HEADERS: u64 = 256;

/// How a recording that has to be encoded is to be fitted into notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Notes, of about the same length.
    pub parts: u32,
    /// With how many bit/s.
    pub bit_rate: u32,
}

/// As few notes as possible, each as good as fits: first the bit rate goes down with the length, then
/// the recording is split.
pub(crate) fn plan(milliseconds: u64) -> Plan {
    let mut parts = 1;
    loop {
        let bit_rate = fitting(milliseconds, parts);
        if bit_rate >= LEAST {
            return Plan {
                parts,
                bit_rate: bit_rate.min(BEST),
            };
        }
        parts += 1;
    }
}

/// The bit rate at which the longest of `parts` notes stays below the limit, some of it spared because
/// the encoder spends where there is something to say.
fn fitting(milliseconds: u64, parts: u32) -> u32 {
    let leeway = if parts > 1 { u64::from(2 * LEEWAY) } else { 0 };
    let seconds = (milliseconds / u64::from(parts)).div_ceil(1000).max(1) + leeway;
    let overhead = HEADERS + OGG_BYTES_A_SECOND * seconds;
    let bytes = (NOTE_BYTES as u64).saturating_sub(overhead) * 24 / 25;
    u32::try_from(bytes * 8 / seconds).unwrap_or(u32::MAX)
}

/// Where to cut `loudness` (a value for each tenth of a second) into `parts`: in the quietest moment
/// near each even share. The answers are indexes, rising.
pub(crate) fn cuts(loudness: &[u32], parts: u32) -> Vec<usize> {
    let length = loudness.len();
    let leeway = 10 * LEEWAY as usize;
    (1..parts as usize)
        .map(|index| {
            let even = index * length / parts as usize;
            let from = even.saturating_sub(leeway);
            let to = (even + leeway).min(length);
            (from..to)
                .min_by_key(|&at| {
                    // Two neighbours count as well, so that a cut falls between words and not
                    // between syllables.
                    let near = &loudness[at.saturating_sub(1)..(at + 2).min(length)];
                    (
                        near.iter().map(|value| u64::from(*value)).sum::<u64>(),
                        at.abs_diff(even),
                    )
                })
                .unwrap_or(even)
        })
        .collect()
}
