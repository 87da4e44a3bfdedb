//! The sandbox's own time. Windows, media addresses, rates and time stamps follow it, so that a test can stand
//! one second before the end of a customer service window without waiting a day. Delays (of statuses, of
//! webhook retries) run in real time: shifting the clock does not fire them.

use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::locking::lock;

/// A clock that can be shifted and frozen; clones share the same time.
#[derive(Debug, Clone, Default)]
pub struct Clock(Arc<Mutex<Setting>>);

#[derive(Debug, Default)]
struct Setting {
    frozen_at_ms: Option<i64>,
    shift_ms: i64,
}

impl Clock {
    /// Milliseconds since the Unix epoch.
    pub fn now_ms(&self) -> i64 {
        let setting = lock(&self.0);
        setting.frozen_at_ms.unwrap_or_else(system_now_ms) + setting.shift_ms
    }

    /// Whole seconds since the Unix epoch, as Meta's time stamps count.
    pub fn now_seconds(&self) -> i64 {
        self.now_ms().div_euclid(1000)
    }

    /// Moves the clock by `milliseconds`, forwards or backwards, on top of earlier shifts.
    pub fn shift_ms(&self, milliseconds: i64) {
        lock(&self.0).shift_ms += milliseconds;
    }

    /// Stops the clock at this instant (milliseconds since the Unix epoch) and forgets earlier shifts.
    pub fn freeze_at_ms(&self, instant: i64) {
        *lock(&self.0) = Setting {
            frozen_at_ms: Some(instant),
            shift_ms: 0,
        };
    }

    /// Back to the system's time.
    pub fn reset(&self) {
        *lock(&self.0) = Setting::default();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the clock that everything else is given"
)]
fn system_now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|elapsed| i64::try_from(elapsed.as_millis()).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn a_frozen_clock_moves_only_by_shifts() {
        let clock = Clock::default();
        clock.freeze_at_ms(5_000);
        assert_eq!(clock.now_ms(), 5_000);
        clock.shift_ms(-6_500);
        assert_eq!(clock.now_ms(), -1_500);
        assert_eq!(clock.now_seconds(), -2);
        clock.reset();
        assert!(clock.now_ms() > 1_700_000_000_000);
    }
}
