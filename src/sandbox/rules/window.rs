//! The customer service window (section 11): 24 hours from the customer's own last message or call.

/// 24 hours in milliseconds.
pub(crate) const WINDOW_MS: i64 = 24 * 60 * 60 * 1000;

/// Whether free-form messages may go at `now_ms`; the window ends at the very millisecond, not after it.
pub(crate) fn is_open(last_customer_message_ms: Option<i64>, now_ms: i64) -> bool {
    last_customer_message_ms.is_some_and(|last| now_ms < last + WINDOW_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_open_until_the_second_it_ends() {
        let cases = [
            (None, 0, false),
            (Some(0), 0, true),
            (Some(0), WINDOW_MS - 1_000, true),
            (Some(0), WINDOW_MS - 1, true),
            (Some(0), WINDOW_MS, false),
            (Some(0), WINDOW_MS + 1_000, false),
        ];
        for (last, now, open) in cases {
            assert_eq!(is_open(last, now), open, "last {last:?}, now {now}");
        }
    }
}
