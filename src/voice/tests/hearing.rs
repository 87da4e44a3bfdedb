use super::{CHROMIUM_WEBM, FIREFOX_OGG, SAFARI_MP4};
use crate::{describe, rendition};

#[test]
fn old_players_get_the_same_sound_as_wav() {
    for recording in [CHROMIUM_WEBM, FIREFOX_OGG, SAFARI_MP4] {
        let wav = rendition(recording).expect("a rendition");
        assert_eq!(&wav[..4], b"RIFF");
        assert_eq!(&wav[8..16], b"WAVEfmt ");
        let length = u32::from_le_bytes(wav[40..44].try_into().expect("four bytes"));
        assert_eq!(length as usize, wav.len() - 44);
        let (one, other) = (
            describe(recording).expect("one"),
            describe(&wav).expect("other"),
        );
        assert!(one.duration.abs_diff(other.duration).as_millis() <= 1);
        for (one, other) in one.waveform.iter().zip(other.waveform) {
            assert!(one.abs_diff(other) <= 12);
        }
    }
}
