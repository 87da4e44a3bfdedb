//! A `WebM` file as a browser writes it while it records.

use crate::opus::{Head, OpusStream, samples};

/// Says that an element lasts until another of its kind begins.
const UNKNOWN: [u8; 8] = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

/// The longest cluster, in milliseconds: block times have 16 bits.
const CLUSTER: u64 = 10_000;

pub(super) fn write(stream: &OpusStream) -> Vec<u8> {
    // Chromium says 1 here, whatever its encoder's delay is.
    let head = Head {
        pre_skip: 1,
        ..stream.head().clone()
    };
    let audio = [
        element(&[0xb5], &48_000_f32.to_be_bytes()),
        element(&[0x9f], &[1]),
    ]
    .concat();
    let entry = [
        element(&[0xd7], &[1]),
        element(&[0x73, 0xc5], &[1]),
        element(&[0x83], &[2]),
        element(&[0x86], b"A_OPUS"),
        element(&[0x63, 0xa2], &head.to_packet()),
        element(&[0xe1], &audio),
    ]
    .concat();
    let info = [
        element(&[0x2a, 0xd7, 0xb1], &[0x0f, 0x42, 0x40]),
        element(&[0x4d, 0x80], b"Chrome"),
        element(&[0x57, 0x41], b"Chrome"),
    ]
    .concat();
    let header = [
        element(&[0x42, 0x86], &[1]),
        element(&[0x42, 0xf7], &[1]),
        element(&[0x42, 0xf2], &[4]),
        element(&[0x42, 0xf3], &[8]),
        element(&[0x42, 0x82], b"webm"),
        element(&[0x42, 0x87], &[4]),
        element(&[0x42, 0x85], &[2]),
    ]
    .concat();
    let mut file = element(&[0x1a, 0x45, 0xdf, 0xa3], &header);
    file.extend_from_slice(&[0x18, 0x53, 0x80, 0x67]);
    file.extend_from_slice(&UNKNOWN);
    file.extend(element(&[0x15, 0x49, 0xa9, 0x66], &info));
    file.extend(element(
        &[0x16, 0x54, 0xae, 0x6b],
        &element(&[0xae], &entry),
    ));
    clusters(stream, &mut file);
    file
}

fn clusters(stream: &OpusStream, file: &mut Vec<u8>) {
    let mut coded = 0_u64;
    let mut began = None;
    for packet in stream.packets() {
        let now = coded / 48;
        let began = match began {
            Some(began) if now - began < CLUSTER => began,
            _ => {
                file.extend_from_slice(&[0x1f, 0x43, 0xb6, 0x75]);
                file.extend_from_slice(&UNKNOWN);
                file.extend(element(&[0xe7], &now.to_be_bytes()));
                *began.insert(now)
            }
        };
        let since = i16::try_from(now - began).unwrap_or(i16::MAX);
        let mut block = vec![0x81];
        block.extend_from_slice(&since.to_be_bytes());
        block.push(0x80);
        block.extend_from_slice(packet);
        file.extend(element(&[0xa3], &block));
        coded += samples(packet).unwrap_or_default();
    }
}

fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u64) | 0x0100_0000_0000_0000;
    [id, &length.to_be_bytes(), content].concat()
}
