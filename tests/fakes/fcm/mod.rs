//! Google's push service as stock Chromium sees it: check-in, registration, and the MCS stream over
//! which a browser is told. Chromium keeps command-line switches for all three addresses.

mod browsers;
mod registration;
mod stream;
mod wire;

use std::{net::SocketAddr, sync::Arc};

use axum::serve::Listener;
use tokio::{net::TcpListener, sync::mpsc};
use tokio_util::task::AbortOnDropHandle;

use self::browsers::Browsers;
use super::{
    authority::TestAuthority,
    push_service::{Delivery, PushService},
    tls::TlsListener,
};

/// The service for any number of browsers.
pub struct Fcm {
    web: SocketAddr,
    mcs: SocketAddr,
    shared: Arc<Shared>,
    _tasks: [AbortOnDropHandle<()>; 3],
}

struct Shared {
    service: Arc<PushService>,
    browsers: Browsers,
    mailbox: mpsc::UnboundedSender<Delivery>,
}

impl Fcm {
    pub(super) async fn start(
        authority: &TestAuthority,
        service: Arc<PushService>,
    ) -> std::io::Result<Self> {
        let web = TcpListener::bind(("127.0.0.1", 0)).await?;
        let mcs = TlsListener::bind(authority.server_config(["localhost", "127.0.0.1"])).await?;
        let (mailbox, taken) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            service,
            browsers: Browsers::default(),
            mailbox,
        });
        let (web_address, mcs_address) = (web.local_addr()?, mcs.address());
        let router = registration::router(Arc::clone(&shared));
        let tasks = [
            tokio::spawn(async move {
                // Serving ends with the test that started it.
                let _ = axum::serve(web, router).await;
            }),
            tokio::spawn(accept(Arc::clone(&shared), mcs)),
            tokio::spawn(deliver(Arc::clone(&shared), taken)),
        ]
        .map(AbortOnDropHandle::new);
        Ok(Self {
            web: web_address,
            mcs: mcs_address,
            shared,
            _tasks: tasks,
        })
    }

    /// Switches of a stock Chromium that uses this service.
    pub fn chromium_arguments(&self) -> Vec<String> {
        vec![
            format!("--gcm-checkin-url=http://{}/checkin", self.web),
            format!("--gcm-registration-url=http://{}/register", self.web),
            format!("--gcm-mcs-endpoint=https://{}", self.mcs),
            // Chromium has no switch to trust one more authority.
            "--ignore-certificate-errors".to_owned(),
        ]
    }

    /// Cuts every browser's stream; messages wait for its return.
    pub fn disconnect(&self) {
        self.shared.browsers.cut_all();
    }
}

async fn accept(shared: Arc<Shared>, mut listener: TlsListener) {
    loop {
        let (stream, _) = listener.accept().await;
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            // However the conversation ends, the browser comes back if it wants to.
            let _ = stream::converse(&shared.browsers, stream).await;
        });
    }
}

async fn deliver(shared: Arc<Shared>, mut taken: mpsc::UnboundedReceiver<Delivery>) {
    while let Some(delivery) = taken.recv().await {
        shared.browsers.deliver(&delivery);
    }
}
