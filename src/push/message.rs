//! What is sent, and how a push service should treat it (RFC 8030, section 5).

use std::time::Duration;

use crate::{Payload, Topic};

/// A question of a customer that was not seen for four hours is found in the desk, not on a lock
/// screen.
pub const DEFAULT_TIME_TO_LIVE: Duration = Duration::from_hours(4);

/// Services keep messages for four weeks at most; some refuse a longer wish.
const LONGEST_TIME_TO_LIVE: Duration = Duration::from_hours(28 * 24);

/// How much a message may cost the device's battery (RFC 8030, section 5.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Urgency {
    /// Only on power and Wi-Fi.
    VeryLow,
    /// On either.
    Low,
    /// Whenever the device is awake.
    #[default]
    Normal,
    /// Now, even on a low battery: somebody waits for an answer.
    High,
}

impl Urgency {
    /// As it is sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VeryLow => "very-low",
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

/// What to send, and how.
#[derive(Clone, Debug)]
pub struct Message {
    /// What the device is told.
    pub payload: Payload,
    /// How long the service keeps it for a device that is away; whole seconds, at most 28 days.
    pub ttl: Duration,
    /// How much it may cost the device.
    pub urgency: Urgency,
    /// What it replaces, if the device has not yet seen that.
    pub topic: Option<Topic>,
}

impl Message {
    /// A message that lives for four hours and wakes the device.
    pub fn urgent(payload: Payload, topic: Option<Topic>) -> Self {
        Self {
            payload,
            ttl: DEFAULT_TIME_TO_LIVE,
            urgency: Urgency::High,
            topic,
        }
    }

    pub(crate) fn seconds_to_live(&self) -> u64 {
        self.ttl.min(LONGEST_TIME_TO_LIVE).as_secs()
    }
}
