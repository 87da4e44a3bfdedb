//! All push services together, as a test or the stand-alone program starts them.

use std::{io, sync::Arc, time::SystemTime};

use tokio_util::task::AbortOnDropHandle;

use super::{
    authority::TestAuthority,
    autopush::Autopush,
    fcm::Fcm,
    push_service::{Clock, PushService},
};

/// Push services for devices of our own, for stock Chromium and for stock Firefox. They end when this
/// is dropped.
pub struct PushFakes {
    authority: TestAuthority,
    service: Arc<PushService>,
    autopush: Autopush,
    fcm: Fcm,
    _serving: AbortOnDropHandle<()>,
}

impl PushFakes {
    /// Starts them with the system's clock.
    pub async fn start() -> io::Result<Self> {
        Self::start_with_clock(Arc::new(system_clock)).await
    }

    /// Starts them in the time in which the server under test believes to be.
    pub async fn start_with_clock(clock: Clock) -> io::Result<Self> {
        // A second installation by another test of this process changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let authority = TestAuthority::new();
        let (service, listener) = PushService::start(&authority, clock).await?;
        let router = service.router();
        let serving = tokio::spawn(async move {
            // Serving ends with the test that started it.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            autopush: Autopush::start(Arc::clone(&service)).await?,
            fcm: Fcm::start(&authority, Arc::clone(&service)).await?,
            authority,
            service,
            _serving: AbortOnDropHandle::new(serving),
        })
    }

    /// The endpoints, what arrived at them, and how they fail.
    pub fn service(&self) -> &Arc<PushService> {
        &self.service
    }

    /// The authority that vouches for them.
    pub fn authority(&self) -> &TestAuthority {
        &self.authority
    }

    /// What Firefox connects to.
    pub fn autopush(&self) -> &Autopush {
        &self.autopush
    }

    /// What Chromium connects to.
    pub fn fcm(&self) -> &Fcm {
        &self.fcm
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the outside world lives in real time"
)]
fn system_clock() -> SystemTime {
    SystemTime::now()
}

#[cfg(test)]
mod tests;
