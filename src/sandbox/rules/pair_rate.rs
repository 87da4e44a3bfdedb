//! The pair rate (section 10): one number may send one message in six seconds to one customer; a burst of up to 45
//! is borrowed and paid back by waiting.

const INTERVAL_MS: i64 = 6_000;
const BURST: i64 = 45;

/// What one number owes one customer's patience: the instant at which the debt is paid.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PairRate {
    paid_at_ms: i64,
}

impl PairRate {
    /// Takes one message at `now_ms`, or refuses it (error 131056) without adding to the debt.
    pub(crate) fn take(&mut self, now_ms: i64) -> bool {
        let paid_at = self.paid_at_ms.max(now_ms) + INTERVAL_MS;
        if paid_at - now_ms > BURST * INTERVAL_MS {
            return false;
        }
        self.paid_at_ms = paid_at;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_five_go_at_once_and_then_one_in_six_seconds() {
        let mut rate = PairRate::default();
        for number in 0..45 {
            assert!(rate.take(1_000_000), "message {number} of the burst");
        }
        assert!(!rate.take(1_000_000));
        assert!(!rate.take(1_005_999));
        assert!(rate.take(1_006_000));
        assert!(!rate.take(1_006_000));
    }

    #[test]
    fn a_steady_message_in_six_seconds_never_meets_the_limit() {
        let mut rate = PairRate::default();
        for number in 0..1_000 {
            assert!(rate.take(number * INTERVAL_MS));
        }
    }

    #[test]
    fn a_refused_message_costs_nothing() {
        let mut rate = PairRate::default();
        while rate.take(0) {}
        for _ in 0..100 {
            assert!(!rate.take(0));
        }
        assert!(rate.take(INTERVAL_MS));
    }
}
