//! What the API needs to know of the installation that it serves.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use desk::DeskError;
use desk::access::Actor;
use desk::contact::CustomerIdentity;
use desk::webhook::QuarantinedItemView;
use entity::{DeviceId, QuarantinedItemId};
use futures_util::future::BoxFuture;
use http::{HeaderMap, HeaderName};
use push::PushServices;
use url::{Host, Url};

pub use crate::limits::Limits;

/// What the API needs to know of the installation that it serves.
#[derive(Clone)]
pub struct Options {
    /// The company's name, shown before anybody signs in.
    pub name: String,
    /// The version of the program.
    pub version: String,
    /// Whether this is a demonstration with made-up customers.
    pub demo: bool,
    /// Where browsers find the installation: the only origin that may act with a cookie.
    pub public_url: Url,
    /// The public half of the VAPID key, base64url without padding (RFC 8292, section 3.2).
    pub vapid_public_key: String,
    /// Whose push endpoints are accepted.
    pub push_services: PushServices,
    /// Whether clients may ask for the schema, and browsers are shown the explorer.
    pub introspection: bool,
    /// How the client's address is found.
    pub client_address: ClientAddress,
    /// How large a document may be.
    pub limits: Limits,
    /// How long sockets may do what.
    pub sockets: SocketOptions,
    /// Work for rooms that this one does not know.
    pub errands: Arc<dyn Errands>,
}

impl fmt::Debug for Options {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Options")
            .field("public_url", &self.public_url.as_str())
            .field("introspection", &self.introspection)
            .finish_non_exhaustive()
    }
}

/// Work that a resolver asks of rooms that the API does not know.
pub trait Errands: Send + Sync {
    /// Sends a push to the actor's own device at once. What the push service answered; none when it
    /// could not be reached.
    fn send_test_push<'a>(
        &'a self,
        actor: &'a Actor,
        device: DeviceId,
    ) -> BoxFuture<'a, Result<TestPush, DeskError>>;

    /// Reads a quarantined piece of a webhook again and applies it.
    fn replay<'a>(
        &'a self,
        actor: &'a Actor,
        item: QuarantinedItemId,
    ) -> BoxFuture<'a, Result<QuarantinedItemView, DeskError>>;

    /// Whom a phone number in international form names; none when the text is no such number.
    fn dialed(&self, text: &str) -> Option<CustomerIdentity>;
}

/// What became of a test push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestPush {
    /// Whether the push service took it.
    pub accepted: bool,
    /// The status that the push service answered with.
    pub status: Option<u16>,
}

/// How the client's address is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAddress {
    /// The other end of the connection is the client.
    Peer,
    /// So many trusted proxies stand before the server, each appending to `x-forwarded-for`. What stands
    /// left of them the client could have written itself.
    Forwarded {
        /// How many.
        proxies: usize,
    },
}

impl ClientAddress {
    /// The client's address.
    pub fn of(self, headers: &HeaderMap, peer: Option<SocketAddr>) -> Option<IpAddr> {
        const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");
        let peer = peer.map(|peer| peer.ip());
        let Self::Forwarded { proxies } = self else {
            return peer;
        };
        let forwarded: Vec<&str> = headers
            .get_all(FORWARDED)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        let index = forwarded.len().checked_sub(proxies.max(1));
        index
            .and_then(|index| forwarded[index].parse().ok())
            .or(peer)
    }
}

/// How long sockets may do what, and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SocketOptions {
    /// From the upgrade to `connection_init`.
    pub init_timeout: Duration,
    /// Between two pings.
    pub ping_interval: Duration,
    /// A socket from which nothing has come for so long is dropped.
    pub silence: Duration,
    /// Between two looks at whether the session still counts.
    pub recheck_interval: Duration,
    /// Bytes of the largest message that is read.
    pub message_bytes: usize,
    /// Operations that run on one socket at once.
    pub operations: usize,
    /// Bytes that wait for a socket at most.
    pub buffer_bytes: usize,
    /// Messages that wait for a socket at most.
    pub buffer_messages: usize,
    /// How long the oldest of them may wait before the socket counts as too slow.
    pub patience: Duration,
}

impl Default for SocketOptions {
    fn default() -> Self {
        Self {
            init_timeout: Duration::from_secs(10),
            ping_interval: Duration::from_secs(12),
            silence: Duration::from_secs(30),
            recheck_interval: Duration::from_mins(1),
            message_bytes: 64 * 1024,
            operations: 32,
            buffer_bytes: 1024 * 1024,
            buffer_messages: 512,
            patience: Duration::from_secs(20),
        }
    }
}

impl Options {
    /// Whether browsers reach the installation without TLS, on the machine itself: there the cookie
    /// can have neither `Secure` nor the `__Host-` prefix.
    pub(crate) fn is_insecure_loopback(&self) -> bool {
        let loopback = match self.public_url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        self.public_url.scheme() == "http" && loopback
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_trusted_proxies_wrote_is_believed() {
        let peer: SocketAddr = "10.0.0.1:4000".parse().unwrap();
        let table = [
            (ClientAddress::Peer, "1.1.1.1", "10.0.0.1"),
            (
                ClientAddress::Forwarded { proxies: 1 },
                "1.1.1.1",
                "1.1.1.1",
            ),
            (
                ClientAddress::Forwarded { proxies: 1 },
                "9.9.9.9, 1.1.1.1",
                "1.1.1.1",
            ),
            (
                ClientAddress::Forwarded { proxies: 2 },
                "9.9.9.9, 1.1.1.1, 2.2.2.2",
                "1.1.1.1",
            ),
            (
                ClientAddress::Forwarded { proxies: 2 },
                "1.1.1.1",
                "10.0.0.1",
            ),
            (
                ClientAddress::Forwarded { proxies: 1 },
                "nonsense",
                "10.0.0.1",
            ),
        ];
        for (rule, header, expected) in table {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", header.parse().unwrap());
            let found = rule.of(&headers, Some(peer)).unwrap();
            assert_eq!(found.to_string(), expected, "{rule:?} {header}");
        }
    }
}
