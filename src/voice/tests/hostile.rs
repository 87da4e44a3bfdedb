use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{CHROMIUM_MP4, CHROMIUM_WEBM, FIREFOX_OGG, SAFARI_MP4};
use crate::{NOTE_BYTES, prepare};

/// How long any five seconds may keep a thread, however broken they are: a hundred times what the
/// whole ones take.
const PATIENCE: Duration = Duration::from_secs(10);

fn survives(recording: &[u8]) {
    let began = Instant::now();
    if let Ok(notes) = prepare(recording) {
        assert!(!notes.is_empty());
        for note in notes {
            assert!(note.ogg.len() <= NOTE_BYTES);
            // What was made of it can be read again, whatever it was.
            prepare(&note.ogg).expect("our own file");
        }
    }
    assert!(began.elapsed() < PATIENCE);
}

#[test]
fn recordings_that_end_anywhere_are_heard_as_far_as_they_go_or_refused() {
    for recording in [CHROMIUM_WEBM, CHROMIUM_MP4, FIREFOX_OGG, SAFARI_MP4] {
        for length in (0..recording.len()).step_by(331).chain(0..64) {
            survives(&recording[..length]);
        }
    }
}

fn any_recording() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(CHROMIUM_WEBM),
        Just(CHROMIUM_MP4),
        Just(FIREFOX_OGG),
        Just(SAFARI_MP4)
    ]
    .prop_map(<[u8]>::to_vec)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_do_no_harm(
        mut recording in any_recording(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        for (at, byte) in flips {
            let at = at.index(recording.len());
            recording[at] = byte;
        }
        survives(&recording);
    }

    #[test]
    fn broken_headers_do_no_harm(
        mut recording in any_recording(),
        flips in proptest::collection::vec((0_usize..600, any::<u8>()), 1..6),
    ) {
        for (at, byte) in flips {
            recording[at] = byte;
        }
        survives(&recording);
    }

    #[test]
    fn noise_after_a_known_beginning_does_no_harm(
        recording in any_recording(),
        kept in 4_usize..200,
        noise in proptest::collection::vec(any::<u8>(), 0..4000),
    ) {
        survives(&[&recording[..kept], &noise].concat());
    }
}
