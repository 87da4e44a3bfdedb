use crate::opus::{Head, OpusStream};
use crate::{LARGEST_RECORDING, VoiceError, prepare};

/// One byte of data, 120 ms of sound: 16 MB of it would be decoded for hours.
#[test]
fn a_bomb_of_tiny_packets_is_refused_before_it_is_decoded() {
    let mut stream = OpusStream::new(Head {
        channels: 1,
        pre_skip: 312,
        input_rate: 48_000,
        gain: 0,
    });
    // Configuration 3 (SILK, 60 ms), two frames of the same length, which is none.
    let refused = (0..20_000).find_map(|_| stream.push(Box::new([0x19])).err());
    assert_eq!(refused, Some(VoiceError::TooLong));
}

#[test]
fn more_bytes_than_meta_takes_are_not_even_looked_at() {
    assert_eq!(
        prepare(&vec![0; LARGEST_RECORDING + 1]),
        Err(VoiceError::TooLarge)
    );
}

#[test]
fn a_note_of_no_length_is_none() {
    let whole = super::FIREFOX_OGG;
    // Both headers, and not one page of sound.
    let second = whole
        .windows(4)
        .enumerate()
        .filter(|(_, at)| *at == b"OggS")
        .nth(2);
    let (headers, _) = second.expect("a third page");
    assert_eq!(prepare(&whole[..headers]), Err(VoiceError::Empty));
}

#[test]
fn a_wave_file_with_an_impossible_rate_is_refused() {
    let mut wav = crate::rendition(super::FIREFOX_OGG).expect("a rendition");
    wav[24..28].copy_from_slice(&47_999_u32.to_le_bytes());
    assert!(matches!(prepare(&wav), Err(VoiceError::Damaged(_))));
}
