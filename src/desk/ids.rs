//! Where ids come from.

use std::sync::{Arc, Mutex, PoisonError};

use entity::UnixMillis;
use uuid::{ContextV7, Timestamp, Uuid};

/// Makes `UUIDv7` ids that grow within the process, even when the clock stands still or goes back.
#[derive(Clone, Default)]
pub struct Ids(Arc<Mutex<State>>);

struct State {
    context: ContextV7,
    newest: u64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            context: ContextV7::new(),
            newest: 0,
        }
    }
}

impl Ids {
    /// A new id, greater than every earlier one of this process.
    pub fn next(&self, now: UnixMillis) -> Uuid {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let milliseconds = u64::try_from(now.0).unwrap_or(0).max(state.newest);
        state.newest = milliseconds;
        let nanoseconds = u32::try_from(milliseconds % 1_000).unwrap_or(0) * 1_000_000;
        Uuid::new_v7(Timestamp::from_unix(
            &state.context,
            milliseconds / 1_000,
            nanoseconds,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_even_when_the_clock_goes_back() {
        let ids = Ids::default();
        let made: Vec<_> = [1_000, 1_000, 999, 5, 2_000, 1_500]
            .map(|now| ids.next(UnixMillis(now)))
            .into();
        assert!(made.is_sorted(), "{made:?}");
    }
}
