//! Since when a customer waits for an answer (L-049 to L-059).
//!
//! What counts as an answer is any message *to* the contact by an agent, the phone app or the system
//! (L-051). Internal messages (L-059) and reactions (L-069) are none. Closing keeps the time but hides
//! it: when the contact writes again, the counter goes on from the first unanswered message (L-057).

use entity::UnixMillis;

/// After the customer wrote at `wrote_at`: the first unanswered message counts (L-050), also when it
/// arrives after later ones.
pub fn after_question(waiting_since: Option<UnixMillis>, wrote_at: UnixMillis) -> UnixMillis {
    waiting_since.map_or(wrote_at, |first| first.min(wrote_at))
}

/// After an answer that was given at `answered_at`. `next_question` is the customer's first message
/// after that, if any: an answer that arrives late (an echo) does not answer what came after it.
pub fn after_answer(
    waiting_since: Option<UnixMillis>,
    answered_at: UnixMillis,
    next_question: Option<UnixMillis>,
) -> Option<UnixMillis> {
    match waiting_since {
        Some(first) if first > answered_at => Some(first),
        _ => next_question,
    }
}

/// What is shown: nothing while no ticket is open (L-049, L-057).
pub fn shown(waiting_since: Option<UnixMillis>, in_service: bool) -> Option<UnixMillis> {
    waiting_since.filter(|_| in_service)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Option<UnixMillis> = Some(UnixMillis(10));
    const TWENTY: Option<UnixMillis> = Some(UnixMillis(20));

    #[test]
    fn the_first_unanswered_message_counts() {
        let table = [
            // L-050
            (None, 10, 10),
            (TEN, 20, 10),
            // F10: an older message arrives late
            (TWENTY, 10, 10),
        ];
        for (waiting, wrote, expected) in table {
            let since = after_question(waiting, UnixMillis(wrote));
            assert_eq!(since, UnixMillis(expected), "{waiting:?} {wrote}");
        }
    }

    #[test]
    fn an_answer_stops_the_counter() {
        let table = [
            // L-051
            (TEN, 20, None, None),
            (None, 20, None, None),
            // An echo written between two questions arrives after both.
            (TEN, 15, TWENTY, TWENTY),
            // An echo written before the question arrives after it.
            (TEN, 5, TEN, TEN),
        ];
        for (waiting, answered, next, expected) in table {
            let since = after_answer(waiting, UnixMillis(answered), next);
            assert_eq!(since, expected, "{waiting:?} {answered}");
        }
    }

    #[test]
    fn closing_hides_the_counter_and_keeps_the_time() {
        let waiting = TEN;
        assert_eq!(shown(waiting, false), None, "L-057: it leaves the screen");
        let again = after_question(waiting, UnixMillis(99));
        assert_eq!(shown(Some(again), true), TEN, "L-057: it resumes");
    }
}
