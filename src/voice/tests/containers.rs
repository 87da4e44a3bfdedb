use super::{CHROMIUM_MP4, CHROMIUM_WEBM, FIREFOX_OGG, SAFARI_MP4, apart, opusinfo};
use crate::source::{Source, open};
use crate::{NOTE_BYTES, VoiceError, prepare};

/// L-092: what a browser records arrives as a voice note, not as a file.
#[test]
fn what_browsers_record_becomes_one_mono_note_without_a_warning() {
    for (name, recording, milliseconds) in [
        ("chromium.webm", CHROMIUM_WEBM, 5_000),
        ("chromium.mp4", CHROMIUM_MP4, 5_000),
        // What opusinfo reads from Firefox's own file.
        ("firefox.ogg", FIREFOX_OGG, 4_934),
        ("aac.m4a", SAFARI_MP4, 5_000),
    ] {
        let notes = prepare(recording).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(notes.len(), 1, "{name}");
        let note = &notes[0];
        let said = opusinfo(&note.ogg);
        assert!(said.contains("Channels: 1\n"), "{name}: {said}");
        assert!(note.ogg.len() <= NOTE_BYTES, "{name}");
        assert!(
            apart(note.duration, milliseconds) <= 50,
            "{name} lasts {:?}",
            note.duration
        );
        let played = format!(
            "{}.{:03}s",
            note.duration.as_secs(),
            note.duration.subsec_millis()
        );
        assert!(
            said.contains(&format!("Playback length: 0m:0{played}")),
            "{name}: {played} is not what opusinfo says: {said}"
        );
    }
}

#[test]
fn opus_is_moved_into_ogg_packet_by_packet_without_being_touched() {
    for recording in [CHROMIUM_WEBM, CHROMIUM_MP4, FIREFOX_OGG] {
        let note = &prepare(recording).expect("a note")[0];
        let (Ok(Source::Opus(before)), Ok(Source::Opus(after))) =
            (open(recording), open(&note.ogg))
        else {
            panic!("both are Opus");
        };
        assert_eq!(before.packets(), after.packets());
        assert_eq!(before.audible(), after.audible());
    }
}

#[test]
fn the_same_recording_makes_the_same_file() {
    assert_eq!(prepare(CHROMIUM_WEBM), prepare(CHROMIUM_WEBM));
    assert_eq!(prepare(SAFARI_MP4), prepare(SAFARI_MP4));
}

#[test]
fn a_note_that_is_prepared_again_stays_as_it_is() {
    let note = prepare(CHROMIUM_WEBM).expect("a note");
    assert_eq!(prepare(&note[0].ogg), Ok(note));
}

#[test]
fn a_recorder_that_was_killed_leaves_a_note_of_what_it_wrote() {
    // A crash loses what was after the last whole packet, no more.
    for recording in [CHROMIUM_WEBM, FIREFOX_OGG] {
        let whole = prepare(recording).expect("a note")[0].duration;
        let cut = &recording[..recording.len() * 3 / 4];
        let rest = prepare(cut).expect("what is left of a note")[0].duration;
        assert!(rest > whole / 2 && rest < whole, "{rest:?} of {whole:?}");
    }
}

#[test]
fn what_is_no_sound_is_refused_with_its_reason() {
    assert_eq!(prepare(b""), Err(VoiceError::Empty));
    assert_eq!(
        prepare(b"<html>no</html>"),
        Err(VoiceError::UnknownContainer)
    );
    assert_eq!(
        prepare(b"#!AMR\n\x3c\x91\x17"),
        Err(VoiceError::UnknownContainer)
    );
    let picture = [&b"\x89PNG\r\n\x1a\n"[..], &[0; 64]].concat();
    assert_eq!(prepare(&picture), Err(VoiceError::UnknownContainer));
}
