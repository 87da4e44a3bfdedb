//! What is known of each push service: whether it takes our signature, and until when it is left
//! alone.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// A signature that is refused once is refused for every device of that service.
const PAUSE: Duration = Duration::from_mins(5);
/// Who accepted a message within this time knows our key, subject and clock.
const TRUSTED_FOR: Duration = Duration::from_hours(12);

/// Per host, since one service's refusal says nothing of another.
#[derive(Default)]
pub(crate) struct Hosts(Mutex<HashMap<String, Record>>);

#[derive(Default)]
struct Record {
    last_accepted: Option<SystemTime>,
    paused_at: Option<SystemTime>,
}

impl Hosts {
    /// How much of a pause is left.
    pub(crate) fn pause(&self, host: &str, now: SystemTime) -> Option<Duration> {
        self.with(host, |record| remaining(record.paused_at?, PAUSE, now))
    }

    pub(crate) fn accepted(&self, host: &str, now: SystemTime) {
        self.with(host, |record| {
            *record = Record {
                last_accepted: Some(now),
                paused_at: None,
            }
        });
    }

    /// The host refused our signature. Pauses it, unless it took another message lately: then the
    /// fault is this one subscription's (made for another key), and the rest must not suffer.
    pub(crate) fn refused(&self, host: &str, now: SystemTime) -> Option<Duration> {
        self.with(host, |record| {
            let trusted = record
                .last_accepted
                .is_some_and(|at| remaining(at, TRUSTED_FOR, now).is_some());
            record.paused_at = (!trusted).then_some(now);
            (!trusted).then_some(PAUSE)
        })
    }

    fn with<T>(&self, host: &str, act: impl FnOnce(&mut Record) -> T) -> T {
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(hosts.entry(host.to_owned()).or_default())
    }
}

/// What is left at `now` of a `span` that began at `start`. A clock set back ends it, lest a pause of
/// minutes last for hours.
fn remaining(start: SystemTime, span: Duration, now: SystemTime) -> Option<Duration> {
    let elapsed = now.duration_since(start).ok()?;
    span.checked_sub(elapsed).filter(|left| !left.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "web.push.apple.com";

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)
    }

    #[test]
    fn a_refused_signature_pauses_its_host_alone_and_for_five_minutes() {
        let hosts = Hosts::default();
        assert_eq!(hosts.refused(HOST, at(0)), Some(Duration::from_mins(5)));
        assert_eq!(hosts.pause(HOST, at(100)), Some(Duration::from_secs(200)));
        assert_eq!(hosts.pause("fcm.googleapis.com", at(100)), None);
        assert_eq!(hosts.pause(HOST, at(300)), None);
    }

    #[test]
    fn one_bad_subscription_does_not_pause_a_host_that_takes_the_others() {
        let hosts = Hosts::default();
        hosts.accepted(HOST, at(0));
        assert_eq!(hosts.refused(HOST, at(10)), None);
        assert_eq!(hosts.pause(HOST, at(11)), None);
    }

    #[test]
    fn trust_in_a_host_ages() {
        let hosts = Hosts::default();
        hosts.accepted(HOST, at(0));
        assert!(hosts.refused(HOST, at(12 * 3_600)).is_some());
    }

    #[test]
    fn a_clock_set_back_ends_the_pause() {
        let hosts = Hosts::default();
        hosts.refused(HOST, at(7_200));
        assert_eq!(hosts.pause(HOST, at(0)), None);
    }
}
