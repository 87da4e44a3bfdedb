//! How often something may be tried.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use entity::UnixMillis;

use crate::error::DeskError;

/// How many keys are remembered. Beyond that new ones are refused: a flood must not cost memory.
const MOST_KEYS: usize = 50_000;

/// Allows `burst` tries at once per key, and one more each `interval` (the generic cell rate algorithm).
/// Kept in memory: each node counts for itself, and a restart forgets.
pub(crate) struct RateLimit<Key> {
    burst: i64,
    /// In milliseconds.
    interval: i64,
    /// When each key's allowance will be whole again.
    whole_at: Mutex<HashMap<Key, UnixMillis>>,
}

impl<Key: Eq + Hash> RateLimit<Key> {
    /// `interval` in milliseconds.
    pub fn new(burst: i64, interval: i64) -> Self {
        Self {
            burst,
            interval,
            whole_at: Mutex::default(),
        }
    }

    /// Takes one try from the allowance of `key`.
    pub fn take(&self, key: Key, now: UnixMillis) -> Result<(), DeskError> {
        let mut whole_at = self.lock();
        if whole_at.len() >= MOST_KEYS {
            whole_at.retain(|_, at| *at > now);
            if whole_at.len() >= MOST_KEYS && !whole_at.contains_key(&key) {
                return Err(refusal(self.interval));
            }
        }
        let empty = now.plus(self.burst * self.interval);
        let entry = whole_at.entry(key).or_insert(now);
        // The clock may have gone back since: nobody waits longer than for an empty allowance.
        let next = (*entry).clamp(now, empty).plus(self.interval);
        if next > empty {
            return Err(refusal(next.since(empty)));
        }
        *entry = next;
        Ok(())
    }

    /// Makes the allowance of `key` whole again.
    pub fn forgive(&self, key: &Key) {
        self.lock().remove(key);
    }

    /// Gives one try back.
    pub fn give_back(&self, key: &Key) {
        if let Some(at) = self.lock().get_mut(key) {
            *at = at.plus(-self.interval);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, UnixMillis>> {
        self.whole_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refusal(milliseconds: i64) -> DeskError {
    DeskError::RateLimited {
        retry_after_seconds: u64::try_from(milliseconds).unwrap_or(0).div_ceil(1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: UnixMillis = UnixMillis(1_000_000);

    fn seconds_refused(result: Result<(), DeskError>) -> Option<u64> {
        match result {
            Ok(()) => None,
            Err(DeskError::RateLimited {
                retry_after_seconds,
            }) => Some(retry_after_seconds),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_burst_is_allowed_and_then_one_try_each_interval() {
        let limit = RateLimit::new(3, 10_000);
        let try_at = |seconds: i64| seconds_refused(limit.take("ana", START.plus(seconds * 1_000)));
        let table = [
            (0, None),
            (0, None),
            (0, None),
            (0, Some(10)),
            (4, Some(6)),
            (10, None),
            (10, Some(10)),
            (60, None),
            (60, None),
            (60, None),
            (60, Some(10)),
        ];
        for (seconds, refused) in table {
            assert_eq!(try_at(seconds), refused, "after {seconds} s");
        }
        assert_eq!(seconds_refused(limit.take("bia", START)), None);
    }

    #[test]
    fn forgiveness_and_returned_tries_count_at_once() {
        let limit = RateLimit::new(1, 10_000);
        limit.take("ana", START).unwrap();
        assert!(limit.take("ana", START).is_err());
        limit.give_back(&"ana");
        limit.take("ana", START).unwrap();
        limit.forgive(&"ana");
        limit.take("ana", START).unwrap();
    }

    #[test]
    fn a_clock_that_goes_back_locks_nobody_out_for_longer_than_the_allowance() {
        let limit = RateLimit::new(2, 10_000);
        limit.take("ana", START.plus(7_200_000)).unwrap();
        assert_eq!(seconds_refused(limit.take("ana", START)), Some(10));
    }

    #[test]
    fn a_flood_of_keys_is_refused_rather_than_remembered() {
        let limit = RateLimit::new(2, 10_000);
        limit.take(0, START).unwrap();
        for key in 1..MOST_KEYS {
            limit.take(key, START).unwrap();
        }
        assert!(limit.take(MOST_KEYS, START).is_err());
        limit.take(0, START).unwrap();
        limit.take(MOST_KEYS, START.plus(10_001)).unwrap();
    }
}
