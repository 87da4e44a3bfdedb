//! Which part of a file is asked for (RFC 9110, section 14).

use std::ops::Range;

/// What a `Range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// All of it: the header says nothing that can be followed, and then it is ignored (14.2).
    Whole,
    /// One part, which is not empty.
    Part(Range<u64>),
    /// A part beyond the end.
    Unsatisfiable,
}

/// Reads the header for a file of `size` bytes. Several parts at once are no player's wish and an
/// attacker's tool (RFC 9110, 17.15): the whole file answers them.
pub(super) fn asked(header: &str, size: u64) -> Asked {
    let Some((unit, set)) = header.split_once('=') else {
        return Asked::Whole;
    };
    let Some((first, last)) = set.trim().split_once('-') else {
        return Asked::Whole;
    };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Asked::Whole;
    }
    match (first, last) {
        ("", count) => number(count).map_or(Asked::Whole, |count| suffix(count, size)),
        (first, "") => number(first).map_or(Asked::Whole, |first| part(first, u64::MAX, size)),
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => part(first, last, size),
            _ => Asked::Whole,
        },
    }
}

fn suffix(count: u64, size: u64) -> Asked {
    if count == 0 || size == 0 {
        Asked::Unsatisfiable
    } else {
        Asked::Part(size.saturating_sub(count)..size)
    }
}

fn part(first: u64, last: u64, size: u64) -> Asked {
    if first >= size {
        Asked::Unsatisfiable
    } else {
        Asked::Part(first..last.saturating_add(1).min(size))
    }
}

/// Digits only; a number beyond all sizes is one.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_the_rfc_writes_it() {
        let table = [
            ("bytes=0-499", Asked::Part(0..500)),
            ("bytes=500-999", Asked::Part(500..1_000)),
            ("bytes=0-0", Asked::Part(0..1)),
            ("bytes=999-", Asked::Part(999..1_000)),
            ("bytes=0-", Asked::Part(0..1_000)),
            ("bytes=-500", Asked::Part(500..1_000)),
            ("bytes=-5000", Asked::Part(0..1_000)),
            ("bytes=900-5000", Asked::Part(900..1_000)),
            ("Bytes = 1-2", Asked::Part(1..3)),
            ("bytes=0-99999999999999999999999", Asked::Part(0..1_000)),
            ("bytes=1000-", Asked::Unsatisfiable),
            ("bytes=99999999999999999999999-", Asked::Unsatisfiable),
            ("bytes=-0", Asked::Unsatisfiable),
            ("bytes=5-4", Asked::Whole),
            ("bytes=0-1,5-6", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
            ("bytes=+1-2", Asked::Whole),
            ("bytes=-", Asked::Whole),
            ("bytes=", Asked::Whole),
            ("bytes", Asked::Whole),
            ("items=0-5", Asked::Whole),
            ("", Asked::Whole),
        ];
        for (header, expected) in table {
            assert_eq!(asked(header, 1_000), expected, "{header}");
        }
    }
}
