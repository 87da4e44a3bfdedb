//! Voice notes: what processor time it takes to make one, and whether it keeps the length that was spoken.

use std::time::Duration;

use voice::testing::{moved, recorded_by_chromium, recorded_by_firefox, recorded_by_safari};
use voice::{NOTE_BYTES, Note, prepare};

use crate::report::{Report, milliseconds};

/// The median of this many repetitions is reported.
const TIMES: usize = 5;
/// The clock of a thread ticks every few milliseconds, moving takes less.
const MOVES: u32 = 50;
/// How long moving a minute may take.
const MOVING_TAKES: Duration = Duration::from_millis(20);

/// How far a note's length may be from what was spoken.
const LENGTH_ERROR: Duration = Duration::from_millis(50);

pub fn measure(report: &mut Report) {
    for seconds in [5, 60, 600] {
        let spoken = Duration::from_secs(seconds.into());
        for (browser, recording, movable) in [
            ("Chromium WebM/Opus", recorded_by_chromium(seconds), true),
            ("Firefox Ogg/Opus", recorded_by_firefox(seconds), true),
            ("Safari AAC", recorded_by_safari(seconds), false),
        ] {
            let recording = recording.expect("a recording");
            if movable && seconds == 60 {
                measure_moving(report, browser, &recording);
            }
            let (took, notes) = median(|| prepare(&recording).expect("notes"));
            let whole: Duration = notes.iter().map(|note| note.duration).sum();
            assert!(
                whole.abs_diff(spoken) <= LENGTH_ERROR,
                "{browser}, {seconds} s lasts {whole:?}"
            );
            assert!(notes.iter().all(|note| note.ogg.len() <= NOTE_BYTES));
            let name = format!(
                "{browser}, {seconds} s, into {} note(s) of {} kB",
                notes.len(),
                notes.iter().map(|note| note.ogg.len()).max().unwrap_or(0) / 1000
            );
            let movable = movable && notes.len() == 1;
            let (limit, bar) = if movable {
                // Most of it goes into listening for the waveform.
                (
                    2.0 * f64::from(seconds),
                    "moved and drawn: 0.2 % of its length",
                )
            } else {
                (20.0 * f64::from(seconds), "encoded: 2 % of its length")
            };
            report.add(
                &name,
                milliseconds(took),
                format!("{limit:.1} ms"),
                format!("{:.0} %", took.as_secs_f64() * 100_000.0 / limit),
                bar,
            );
        }
    }
}

/// From one container into the other, without a sample being decoded.
fn measure_moving(report: &mut Report, browser: &str, recording: &[u8]) {
    let began = busy();
    for _ in 0..MOVES {
        assert!(moved(recording).expect("a recording").is_some());
    }
    let took = busy().saturating_sub(began) / MOVES;
    let ratio = took.as_secs_f64() * 100.0 / MOVING_TAKES.as_secs_f64();
    report.add(
        &format!("{browser}, 60 s, packets moved into Ogg"),
        milliseconds(took),
        milliseconds(MOVING_TAKES),
        format!("{ratio:.0} %"),
        "≤ 20 ms",
    );
}

fn median(mut once: impl FnMut() -> Vec<Note>) -> (Duration, Vec<Note>) {
    let mut taken = Vec::new();
    let mut notes = Vec::new();
    for _ in 0..TIMES {
        let began = busy();
        notes = once();
        taken.push(busy().saturating_sub(began));
    }
    taken.sort();
    (taken[TIMES / 2], notes)
}

/// How long this thread has been on a processor: what else the machine does is not the note's fault.
fn busy() -> Duration {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanoseconds = said.split(' ').next().expect("a first number");
    Duration::from_nanos(nanoseconds.parse().expect("a number"))
}
