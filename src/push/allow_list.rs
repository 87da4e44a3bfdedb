//! Which hosts a browser's push service may live on.
//!
//! An endpoint is a URL that a client gives to the server to call: without a list of the services
//! that browsers really use, it would be a way into the operator's own network.

use std::str::FromStr;

use thiserror::Error;
use url::Host;

/// The services of Chrome and its kin (two names), Firefox, Safari and Edge.
const BROWSERS: [&str; 5] = [
    "fcm.googleapis.com",
    "jmt17.google.com",
    "updates.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
];

/// The push services that subscriptions may name: those of the browsers, and what the operator adds.
#[derive(Clone, Debug, Default)]
pub struct PushServices {
    added: Vec<HostPattern>,
}

/// An entry that the operator added and that names no host.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{0}` is neither a host name such as `push.example.org` nor `*.` and one")]
pub struct InvalidHostPattern(String);

impl PushServices {
    /// The browsers' services and, besides, `added`: host names, or `*.` and the parent of some.
    pub fn with_added<'a>(
        added: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, InvalidHostPattern> {
        let added = added
            .into_iter()
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        Ok(Self { added })
    }

    /// Whether an endpoint may live on this host, given in lower case as URLs hold it.
    pub fn allow(&self, host: &str) -> bool {
        BROWSERS.iter().any(|pattern| matches(pattern, host))
            || self
                .added
                .iter()
                .any(|HostPattern(pattern)| matches(pattern, host))
    }
}

#[derive(Clone, Debug)]
struct HostPattern(String);

impl FromStr for HostPattern {
    type Err = InvalidHostPattern;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidHostPattern(text.to_owned());
        let (wildcard, name) = text
            .strip_prefix("*.")
            .map_or(("", text), |parent| ("*.", parent));
        match Host::parse(name) {
            Ok(Host::Domain(domain)) if domain.contains('.') && !domain.contains('*') => {
                Ok(Self(format!("{wildcard}{domain}")))
            }
            _ => Err(invalid()),
        }
    }
}

fn matches(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(suffix) => host
            .strip_suffix(suffix)
            .is_some_and(|label| !label.is_empty()),
        None => pattern == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_services_of_the_browsers_are_allowed_and_nothing_that_resembles_them() {
        let services = PushServices::default();
        for (host, allowed) in [
            ("fcm.googleapis.com", true),
            ("jmt17.google.com", true),
            ("updates.push.services.mozilla.com", true),
            ("web.push.apple.com", true),
            ("wns2-par02p.notify.windows.com", true),
            ("push.apple.com", false),
            (".push.apple.com", false),
            ("evil-push.apple.com.attacker.net", false),
            ("evilpush.apple.com", false),
            ("evil.fcm.googleapis.com", false),
            ("fcm.googleapis.com.", false),
            ("localhost", false),
            ("169.254.169.254", false),
        ] {
            assert_eq!(services.allow(host), allowed, "{host}");
        }
    }

    #[test]
    fn an_operator_adds_a_host_or_all_hosts_under_a_name() {
        let services = PushServices::with_added(["Push.Acme.com.br", "*.unifiedpush.org"]).unwrap();
        assert!(services.allow("push.acme.com.br"));
        assert!(services.allow("a.unifiedpush.org"));
        assert!(services.allow("fcm.googleapis.com"));
        assert!(!services.allow("unifiedpush.org"));
    }

    #[test]
    fn an_addition_that_names_no_host_is_refused() {
        for pattern in [
            "",
            "*",
            "*.",
            "*.com.*",
            "10.0.0.1",
            "[::1]",
            "intranet",
            "a b.com",
            "https://a.com",
        ] {
            assert!(PushServices::with_added([pattern]).is_err(), "{pattern}");
        }
    }
}
