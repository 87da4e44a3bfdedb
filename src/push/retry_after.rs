//! `Retry-After`, in either of its forms (RFC 9110, section 10.2.3).

use std::time::{Duration, SystemTime};

/// Beyond this a service's word is taken for a mistake: no message of ours lives that long.
const LONGEST: Duration = Duration::from_hours(24);

/// How long to wait from `now`. A date that has passed means no wait; nonsense means nothing said.
pub(crate) fn parse(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    let wait = match value.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => httpdate::parse_http_date(value)
            .ok()?
            .duration_since(now)
            .unwrap_or(Duration::ZERO),
    };
    Some(wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_understood_and_nonsense_is_ignored() {
        let now = httpdate::parse_http_date("Sat, 21 Nov 2026 10:00:00 GMT").unwrap();
        for (value, expected) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Sat, 21 Nov 2026 10:02:00 GMT", Some(120)),
            ("Sat, 21 Nov 2026 09:00:00 GMT", Some(0)),
            ("99999999999", Some(86_400)),
            ("Sat, 21 Nov 2099 10:00:00 GMT", Some(86_400)),
            ("-5", None),
            ("1.5", None),
            ("99999999999999999999999999", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(
                parse(value, now),
                expected.map(Duration::from_secs),
                "{value:?}"
            );
        }
    }
}
