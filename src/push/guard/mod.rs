//! The guard of every request whose address somebody else chose: push endpoints, link previews,
//! outgoing webhooks, media.
//!
//! A name is resolved once, every address found must be public, and the connection is made to the
//! addresses that were checked, not to the name: a name server that answers differently the second
//! time ("rebinding") gains nothing. A client that uses [`PublicOnlyResolver`] must also refuse
//! redirects and proxies, and call [`require_public_host`] first, because a URL that holds an address
//! instead of a name never reaches a resolver.

mod address;

use std::{io, net::SocketAddr, sync::Arc};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;
use url::{Host, Url};

pub use address::is_public;

/// Why a request may not be made.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum GuardError {
    /// The URL has no host.
    #[error("the URL names no host")]
    NoHost,
    /// The URL holds an address that is not public.
    #[error("the URL holds an address that is not public")]
    AddressNotPublic,
    /// A name leads to an address that is not public.
    #[error("the name leads to an address that is not public")]
    NameNotPublic,
    /// A name leads nowhere.
    #[error("the name has no address")]
    NoAddress,
}

/// Refuses a URL that holds a non-public address in place of a name.
pub fn require_public_host(url: &Url) -> Result<(), GuardError> {
    match url.host() {
        None => Err(GuardError::NoHost),
        Some(Host::Domain(_)) => Ok(()),
        Some(Host::Ipv4(address)) if is_public(address.into()) => Ok(()),
        Some(Host::Ipv6(address)) if is_public(address.into()) => Ok(()),
        Some(_) => Err(GuardError::AddressNotPublic),
    }
}

/// Resolves names for reqwest, and refuses those that have any address which is not public.
#[derive(Clone)]
pub struct PublicOnlyResolver {
    inner: Arc<dyn Resolve>,
}

impl PublicOnlyResolver {
    /// Asks the system.
    pub fn new() -> Self {
        Self::over(Arc::new(SystemResolver))
    }

    /// Asks `inner`, and checks its answers.
    pub fn over(inner: Arc<dyn Resolve>) -> Self {
        Self { inner }
    }
}

impl Default for PublicOnlyResolver {
    fn default() -> Self {
        Self::new()
    }
}

impl Resolve for PublicOnlyResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolving = self.inner.resolve(name);
        Box::pin(async move {
            let addresses: Vec<SocketAddr> = resolving.await?.collect();
            require_public(&addresses)?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// One address in the house is enough to refuse: which one the connection would take is a race.
fn require_public(addresses: &[SocketAddr]) -> Result<(), GuardError> {
    if addresses.is_empty() {
        Err(GuardError::NoAddress)
    } else if addresses.iter().all(|address| is_public(address.ip())) {
        Ok(())
    } else {
        Err(GuardError::NameNotPublic)
    }
}

struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // Port 0 stands for the scheme's own.
            let addresses = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(|error: io::Error| Box::new(error))?;
            Ok(Box::new(addresses.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests;
