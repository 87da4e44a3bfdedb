use proptest::prelude::*;

use super::{apart, opusinfo};
use crate::plan::{BEST, LEAST, LEEWAY, Plan, cuts, plan};
use crate::testing::{recorded_by_chromium, recorded_by_firefox, recorded_by_safari};
use crate::{NOTE_BYTES, prepare};

#[test]
fn the_bit_rate_goes_down_with_the_length_and_then_the_recording_is_split() {
    let minutes = |minutes: u64| plan(minutes * 60_000);
    assert_eq!(
        minutes(1),
        Plan {
            parts: 1,
            bit_rate: BEST
        }
    );
    assert_eq!(
        minutes(2),
        Plan {
            parts: 1,
            bit_rate: BEST
        }
    );
    assert!(minutes(4).parts == 1 && minutes(4).bit_rate < BEST);
    assert_eq!(minutes(6).parts, 2);
    assert_eq!(minutes(10).parts, 2);
    assert_eq!(minutes(30).parts, 6);
}

proptest! {
    #[test]
    fn no_plan_exceeds_the_limit_or_goes_below_what_is_pleasant(milliseconds in 1_u64..1_800_000) {
        let Plan { parts, bit_rate } = plan(milliseconds);
        prop_assert!((LEAST..=BEST).contains(&bit_rate));
        let longest = milliseconds / u64::from(parts) / 1000 + 1
            + if parts > 1 { u64::from(2 * LEEWAY) } else { 0 };
        let bytes = longest * (u64::from(bit_rate) / 8 + 77) + 256;
        prop_assert!(bytes <= NOTE_BYTES as u64);
    }

    #[test]
    fn cuts_rise_and_stay_near_even_shares(
        loudness in proptest::collection::vec(0_u32..1000, 700..5000),
        parts in 2_u32..7,
    ) {
        let cuts = cuts(&loudness, parts);
        prop_assert_eq!(cuts.len(), parts as usize - 1);
        for (index, cut) in cuts.iter().enumerate() {
            let even = (index + 1) * loudness.len() / parts as usize;
            prop_assert!(cut.abs_diff(even) <= 10 * LEEWAY as usize);
        }
        prop_assert!(cuts.is_sorted());
    }
}

#[test]
fn a_cut_falls_into_the_pause() {
    let mut loudness = vec![100; 1000];
    loudness[512..516].fill(0);
    assert!((512..516).contains(&cuts(&loudness, 2)[0]));
}

#[test]
fn a_minute_is_moved_and_stays_small() {
    for recording in [recorded_by_chromium(60), recorded_by_firefox(60)] {
        let notes = prepare(&recording.expect("a recording")).expect("a note");
        assert_eq!(notes.len(), 1);
        assert!(
            apart(notes[0].duration, 60_000) <= 50,
            "{:?}",
            notes[0].duration
        );
        assert!(notes[0].ogg.len() <= 200_000, "{}", notes[0].ogg.len());
        opusinfo(&notes[0].ogg);
    }
}

#[test]
fn five_minutes_are_one_note_of_a_lower_bit_rate() {
    let recording = recorded_by_firefox(290).expect("a recording");
    assert!(recording.len() > NOTE_BYTES, "else this shows nothing");
    let notes = prepare(&recording).expect("a note");
    assert_eq!(notes.len(), 1);
    assert!(notes[0].ogg.len() <= NOTE_BYTES);
    assert!(apart(notes[0].duration, 290_000) <= 50);
    opusinfo(&notes[0].ogg);
}

#[test]
fn ten_minutes_are_two_notes_that_together_are_the_whole() {
    for recording in [recorded_by_chromium(600), recorded_by_safari(600)] {
        let notes = prepare(&recording.expect("a recording")).expect("notes");
        assert_eq!(notes.len(), 2);
        let mut whole = std::time::Duration::ZERO;
        for note in &notes {
            assert!(note.ogg.len() <= NOTE_BYTES, "{}", note.ogg.len());
            assert!(apart(note.duration, 300_000) <= 3_050);
            opusinfo(&note.ogg);
            whole += note.duration;
        }
        assert!(apart(whole, 600_000) <= 50, "{whole:?}");
    }
}
