//! The customer service window: until when free-form messages may be sent.
//!
//! It is computed from the customer's own time stamps alone (Z-06; Cloud API reference, section 11): no
//! webhook announces it, and what Meta's statuses call an expiration is something else.

use entity::UnixMillis;

/// How long a customer's message keeps the window open, in milliseconds (L-113).
pub const LENGTH: i64 = 24 * 60 * 60 * 1_000;
/// How long before its end the desk stops taking messages: a message on its way must not arrive after
/// the end. In milliseconds.
pub const MARGIN: i64 = 60 * 1_000;

/// The end of the window after a customer wrote at `wrote_at`: each message restarts it (L-114), and one
/// that comes late or out of order never shortens it.
pub fn after_message(expires_at: Option<UnixMillis>, wrote_at: UnixMillis) -> UnixMillis {
    let end = wrote_at.plus(LENGTH);
    expires_at.map_or(end, |known| known.max(end))
}

/// Whether the window is open at `now`, and still for `margin` milliseconds. At its very end it is closed.
pub fn is_open(expires_at: Option<UnixMillis>, now: UnixMillis, margin: i64) -> bool {
    expires_at.is_some_and(|end| now.plus(margin) < end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WROTE: UnixMillis = UnixMillis(1_795_000_060_000);

    #[test]
    fn the_window_ends_24_hours_after_the_customer_wrote_to_the_second() {
        let end = Some(after_message(None, WROTE));
        let a_day_later = WROTE.plus(86_400_000);
        for (offset, open) in [(-1_000, true), (-1, true), (0, false), (1_000, false)] {
            assert_eq!(
                is_open(end, a_day_later.plus(offset), 0),
                open,
                "{offset} ms"
            );
        }
    }

    #[test]
    fn the_margin_closes_it_earlier_for_new_messages() {
        let end = Some(after_message(None, WROTE));
        let margin_begins = WROTE.plus(LENGTH - MARGIN);
        for (offset, open) in [(-1_000, true), (0, false), (1_000, false)] {
            assert_eq!(
                is_open(end, margin_begins.plus(offset), MARGIN),
                open,
                "{offset} ms"
            );
        }
    }

    #[test]
    fn a_window_that_never_opened_is_closed() {
        assert!(!is_open(None, WROTE, 0));
    }

    proptest! {
        /// Z-07, F10: whatever the order of arrival, the newest message counts.
        #[test]
        fn out_of_order_messages_never_shorten_it(times in prop::collection::vec(0..=1_i64 << 45, 1..20)) {
            let mut end = None;
            for time in &times {
                let next = after_message(end, UnixMillis(*time));
                prop_assert!(Some(next) >= end);
                end = Some(next);
            }
            prop_assert_eq!(end, times.iter().max().map(|newest| UnixMillis(newest + LENGTH)));
        }
    }
}
