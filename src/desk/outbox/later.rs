//! Trying again after a day: what Meta asks for where it holds back marketing to a person who gets much of it.
//!
//! "Do not retry at once; at the earliest after 24 hours, with increasing gaps" (131049; Cloud API reference, section 16). It
//! concerns templates alone: any other message needs a window that is closed by then.

use entity::UnixMillis;

/// The first gap, in milliseconds; each further one is twice as long.
const FIRST_GAP: i64 = 24 * 60 * 60 * 1_000;
/// Attempts before it is final: by then a week has passed.
const MOST_ATTEMPTS: u32 = 4;

/// When to try again after `attempts` attempts; none when it is time to give up.
pub fn next_attempt(attempts: u32, now: UnixMillis) -> Option<UnixMillis> {
    let earlier_gaps = attempts.max(1) - 1;
    (attempts < MOST_ATTEMPTS).then(|| now.plus(FIRST_GAP << earlier_gaps))
}

/// Whether a message of this kind may be tried again after a failure with this code.
pub fn applies(kind: &str, code: Option<u32>) -> bool {
    kind == "template"
        && code.is_some_and(|code| failures::retry_policy(code) == failures::RetryPolicy::Later)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gaps_begin_with_a_day_and_grow_until_it_is_given_up() {
        let hours = |attempts| next_attempt(attempts, UnixMillis(0)).map(|at| at.0 / 3_600_000);
        let table = [
            (0, Some(24)),
            (1, Some(24)),
            (2, Some(48)),
            (3, Some(96)),
            (4, None),
            (99, None),
        ];
        for (attempts, gap) in table {
            assert_eq!(hours(attempts), gap, "{attempts} attempts");
        }
    }

    #[test]
    fn templates_alone_wait_for_a_day() {
        assert!(applies("template", Some(131_049)));
        for (kind, code) in [
            ("text", Some(131_049)),
            ("template", Some(131_026)),
            ("template", None),
        ] {
            assert!(!applies(kind, code), "{kind} {code:?}");
        }
    }
}
