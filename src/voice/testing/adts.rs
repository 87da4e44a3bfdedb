//! AAC frames one after the other, each with a header of its own.

use std::io::Cursor;

use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use crate::VoiceError;

const SAMPLE: &[u8] = include_bytes!("../tests/fixtures/aac.m4a");

/// Samples in a frame, and frames' rate of the sample.
const FRAME: u64 = 1024;
const RATE: u64 = 44_100;

pub(super) fn write(seconds: u32) -> Result<Vec<u8>, VoiceError> {
    let frames = frames()?;
    let count = (u64::from(seconds) * RATE).div_ceil(FRAME);
    Ok(frames
        .iter()
        .cycle()
        .zip(0..count)
        .flat_map(|(frame, _)| [header(frame.len()).as_slice(), frame].concat())
        .collect())
}

fn frames() -> Result<Vec<Box<[u8]>>, VoiceError> {
    let unreadable = |_| VoiceError::Damaged("the sample");
    let stream = MediaSourceStream::new(
        Box::new(Cursor::new(SAMPLE)),
        MediaSourceStreamOptions::default(),
    );
    let mut reader: Box<dyn FormatReader> = symphonia::default::get_probe()
        .probe(
            &Hint::new(),
            stream,
            FormatOptions::default(),
            MetadataOptions::default(),
        )
        .map_err(unreadable)?;
    let mut frames = Vec::new();
    while let Some(packet) = reader.next_packet().map_err(unreadable)? {
        frames.push(packet.data);
    }
    Ok(frames)
}

/// MPEG-4 AAC-LC, 44.1 kHz, one channel, no checksum (ISO/IEC 13818-7, section 6.2).
fn header(frame: usize) -> [u8; 7] {
    let length = frame + 7;
    let bits = |value: usize| u8::try_from(value & 0xff).unwrap_or_default();
    [
        0xff,
        0xf1,
        0x50,
        0x40 | bits(length >> 11),
        bits(length >> 3),
        bits(length << 5) | 0x1f,
        0xfc,
    ]
}
