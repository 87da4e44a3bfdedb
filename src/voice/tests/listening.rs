use super::{CHROMIUM_WEBM, SAFARI_MP4, apart};
use crate::encode::encode;
use crate::loudness::Loudness;
use crate::note::to_integer;
use crate::opus::{self, Head};
use crate::source::{Source, open};
use crate::testing::speech;
use crate::{BARS, describe, prepare};

#[test]
fn a_waveform_is_relative_to_the_loudest_moment() {
    let mut loudness = Loudness::new(8_000);
    let quarter = 8_000;
    for level in [0.0, 0.25, 0.5, 0.0] {
        loudness.hear(&vec![level; quarter]);
    }
    let bars = loudness.draw();
    let expected: Vec<u8> = [0, 50, 100, 0]
        .iter()
        .flat_map(|bar| [*bar; BARS / 4])
        .collect();
    assert_eq!(bars.as_slice(), expected);
}

#[test]
fn silence_has_a_flat_waveform_and_so_has_nothing() {
    let mut loudness = Loudness::new(8_000);
    loudness.hear(&vec![0.0001; 8_000]);
    assert_eq!(loudness.draw(), [0; BARS]);
    assert_eq!(Loudness::new(8_000).draw(), [0; BARS]);
}

#[test]
fn a_note_shorter_than_its_bars_is_drawn_with_what_there_is() {
    let mut loudness = Loudness::new(8_000);
    loudness.hear(&[0.5; 80 * 3]);
    assert!(loudness.draw().iter().all(|bar| *bar == 100));
}

#[test]
fn a_sound_is_described_as_the_note_that_is_made_of_it() {
    for recording in [CHROMIUM_WEBM, SAFARI_MP4] {
        let note = &prepare(recording).expect("a note")[0];
        let described = describe(recording).expect("a description");
        assert!(apart(described.duration, note.duration.as_millis()) <= 1);
        for (one, other) in described.waveform.iter().zip(note.waveform) {
            assert!(one.abs_diff(other) <= 12, "{described:?} {note:?}");
        }
        assert!(described.waveform.contains(&100));
    }
}

#[test]
fn encoding_keeps_length_to_the_sample_and_the_speech_recognisable() {
    let said: Vec<i16> = speech(3, 24_000).into_iter().map(to_integer).collect();
    let said = &said[..said.len() - 123];
    let (stream, file) = encode(said, 24_000).expect("a note");
    assert_eq!(stream.audible(), said.len() as u64 * 2);
    let Ok(Source::Opus(read)) = open(&file) else {
        panic!("Opus");
    };
    assert_eq!(read.audible(), said.len() as u64 * 2);
    let mut heard = Vec::new();
    crate::decode::opus(&read, 24_000, |block| {
        heard.extend(block.iter().copied().map(to_integer));
        Ok(())
    })
    .expect("decoded");
    assert_eq!(heard.len(), said.len());
    assert!(likeness(said, &heard) > 0.85, "{}", likeness(said, &heard));
}

/// How alike two sounds are, from 0 to 1: the correlation of their samples.
fn likeness(one: &[i16], other: &[i16]) -> f64 {
    let product = |a: &[i16], b: &[i16]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(a, b)| f64::from(*a) * f64::from(*b))
            .sum()
    };
    product(one, other) / (product(one, one) * product(other, other)).sqrt()
}

#[test]
fn stereo_becomes_mono() {
    let mut encoder =
        opus_pure::OpusEncoder::new(48_000, 2, opus_pure::Application::Audio).expect("an encoder");
    let mut stream = opus::OpusStream::new(Head {
        channels: 2,
        pre_skip: 312,
        input_rate: 48_000,
        gain: 0,
    });
    let mut packet = vec![0; opus_pure::MAX_PACKET_BYTES];
    let sound: Vec<f32> = speech(2, 48_000)
        .into_iter()
        .flat_map(|left| [left, -left / 2.0])
        .collect();
    for block in sound.chunks_exact(960 * 2) {
        let length = encoder.encode(block, 960, &mut packet).expect("a packet");
        stream.push(packet[..length].into()).expect("taken");
    }
    let note = &prepare(&opus::write(&stream).expect("a file")).expect("a note")[0];
    let Ok(Source::Opus(mono)) = open(&note.ogg) else {
        panic!("Opus");
    };
    assert!(mono.is_mono());
    assert!(apart(note.duration, 2_000 - 7) <= 1, "{:?}", note.duration);
    assert!(super::opusinfo(&note.ogg).contains("Channels: 1\n"));
}
