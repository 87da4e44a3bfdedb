//! When a file is given up: the rule.

use entity::UnixMillis;

/// When a file that could not be fetched now is tried again, if a consumer would try at `wanted`; none when
/// Meta's id has died. The last attempt is made at the very end: a channel that was mended after days
/// still gets what Meta still has.
pub(super) fn next_attempt(
    now: UnixMillis,
    wanted: UnixMillis,
    expires_at: UnixMillis,
) -> Option<UnixMillis> {
    (now < expires_at).then(|| wanted.min(expires_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_tried_until_its_id_dies_and_once_more_then() {
        let table = [
            // now, wanted, next
            (0, 50, Some(50)),
            (99, 150, Some(100)),
            (100, 150, None),
            (10_000, 10_001, None),
        ];
        for (now, wanted, next) in table {
            let found = next_attempt(UnixMillis(now), UnixMillis(wanted), UnixMillis(100));
            assert_eq!(found, next.map(UnixMillis), "at {now}");
        }
    }
}
