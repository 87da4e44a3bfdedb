//! How webhooks are delivered; a script may change any of it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Settings of the delivery; absent fields of a JSON object take these defaults.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DeliverySettings {
    /// How many updates go into one POST at most (Meta: up to 1,000).
    pub batch_size: usize,
    /// How long a batch waits for more updates, in milliseconds.
    pub batch_linger_ms: u64,
    /// How many POSTs run at once; 1 keeps their order.
    pub concurrency: usize,
    /// How long an answer may take, in milliseconds.
    pub timeout_ms: u64,
    /// Scales the pauses between retries: 1.0 = as Meta, 0.001 = a test cannot wait.
    pub retry_scale: f64,
    /// How often a POST is tried at most.
    pub max_attempts: u32,
    /// How many times each POST is repeated although it was taken.
    pub duplicates: u32,
    /// Nothing leaves while this is set; events wait.
    pub paused: bool,
}

impl Default for DeliverySettings {
    fn default() -> Self {
        Self {
            batch_size: 1,
            batch_linger_ms: 50,
            concurrency: 16,
            timeout_ms: 10_000,
            retry_scale: 1.0,
            max_attempts: 20,
            duplicates: 0,
            paused: false,
        }
    }
}

impl DeliverySettings {
    /// The pause before the try that follows `attempts` failed ones: "immediately, then with decreasing frequency".
    pub(crate) fn pause_after(&self, attempts: u32) -> Duration {
        const SECONDS: [u32; 9] = [0, 5, 20, 60, 300, 900, 3_600, 14_400, 43_200];
        let index = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
        let seconds = SECONDS[index.min(SECONDS.len() - 1)];
        Duration::try_from_secs_f64(f64::from(seconds) * self.retry_scale.max(0.0))
            .unwrap_or(Duration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_retry_is_immediate_and_pauses_never_shrink() {
        let settings = DeliverySettings::default();
        assert_eq!(settings.pause_after(1), Duration::ZERO);
        for attempts in 1..30 {
            assert!(settings.pause_after(attempts) <= settings.pause_after(attempts + 1));
        }
        let impatient = DeliverySettings {
            retry_scale: 0.001,
            ..settings
        };
        assert_eq!(impatient.pause_after(2), Duration::from_millis(5));
    }
}
