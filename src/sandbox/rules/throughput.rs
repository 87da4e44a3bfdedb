//! The throughput of a number (section 10): so many messages in any second, in and out together.

use std::collections::VecDeque;

const SECOND_MS: i64 = 1_000;

/// The messages of the last second.
#[derive(Debug, Clone, Default)]
pub(crate) struct Throughput {
    recent_ms: VecDeque<i64>,
}

impl Throughput {
    /// Counts a message that the number takes in any case, such as a customer's.
    pub(crate) fn count(&mut self, now_ms: i64) {
        self.forget_before(now_ms);
        self.recent_ms.push_back(now_ms);
    }

    /// Takes one message at `now_ms`, or refuses it (error 130429) when `limit` went within the last second.
    pub(crate) fn take(&mut self, limit: usize, now_ms: i64) -> bool {
        self.forget_before(now_ms);
        if self.recent_ms.len() >= limit {
            return false;
        }
        self.recent_ms.push_back(now_ms);
        true
    }

    fn forget_before(&mut self, now_ms: i64) {
        // A clock that was set back must not keep the number closed until it catches up.
        self.recent_ms
            .retain(|&at| at <= now_ms && at > now_ms - SECOND_MS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_holds_over_any_second_not_per_calendar_second() {
        let mut throughput = Throughput::default();
        for _ in 0..80 {
            assert!(throughput.take(80, 900));
        }
        assert!(!throughput.take(80, 1_100));
        assert!(!throughput.take(80, 1_899));
        assert!(throughput.take(80, 1_900));
    }

    #[test]
    fn what_customers_send_counts_as_well() {
        let mut throughput = Throughput::default();
        for _ in 0..20 {
            throughput.count(0);
        }
        assert!(!throughput.take(20, 0));
        assert!(throughput.take(20, 1_000));
    }
}
