//! A faithful emulator of Meta's Cloud API over real HTTP: the other side of the wire for `guiche demo`, for a person
//! who plays the customer, for tests and for benchmarks.
//!
//! It knows what Meta knows — numbers, customers, threads, media, templates, windows, limits — and nothing of desks,
//! tickets or agents. It shares no code with our own client of that API: a mistake there is caught here.
//!
//! Three doors lead in: the Graph surface (`graph`), the scripting surface under `/sandbox/` (`scripting`, described
//! in `scripting/REFERENCE.md`, which is served at `/sandbox/reference`), and the typed handle [`Running`].
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use sandbox::{CallQuery, NewCustomer, Number, Sandbox, SandboxOptions, Say};
//! use std::time::Duration;
//!
//! let sandbox = Sandbox::start(SandboxOptions::default()).await?;
//! sandbox.register(
//!     Number::new("200300400500600", "100200300400500", "token", "app-secret")
//!         .with_webhook("http://127.0.0.1:8080/webhooks/whatsapp"),
//! );
//! let ada = sandbox.add_customer(NewCustomer::with_phone("Ada", "5561981234567"));
//! sandbox.say(&ada.key, Say::text("Oi!"))?;
//! let sent = sandbox
//!     .wait_for_calls(&CallQuery::messages(), 1, Duration::from_secs(5))
//!     .await;
//! assert_eq!(sent.len(), 1);
//! # Ok(()) }
//! ```

mod cast;
mod clock;
mod door;
mod emulator;
mod faults;
mod graph;
mod identifiers;
mod journal;
mod ledger;
mod locking;
mod pictures;
mod rules;
mod running;
mod scene;
mod scripting;
mod statuses;
mod webhooks;
mod world;

#[cfg(test)]
mod tests;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use cast::{Cast, Pace};
pub use clock::Clock;
pub use emulator::{PlannedFailure, Rules, WindowRule};
pub use faults::{FaultKind, FaultPlan};
pub use graph::check_template_message;
pub use ledger::{Attempt, Call, CallKind, CallQuery, Delivery, DeliveryQuery};
pub use running::Running;
pub use scene::{Content, Happening, MediaLie, RawWebhook, Say, SceneError, StatusEvent};
pub use statuses::{StatusMode, StatusSettings};
pub use webhooks::DeliverySettings;
pub use world::{
    Customer, DeliveryStatus, MediaFile, NewCustomer, Number, NumberChange, Reaction, Template,
    TemplateChange, ThreadAuthor, ThreadMessage,
};

use door::{Door, DoorKey};
use emulator::{Beginning, Emulator};

/// How a sandbox starts.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// Where to listen; port 0 takes a free one. The scripting surface has no login: keep it on loopback.
    pub listen: SocketAddr,
    /// How clients reach it, when that is not the listening address; without a slash at the end.
    pub public_url: Option<String>,
    /// The same seed makes the same identifiers.
    pub seed: u64,
    /// How many calls and how many webhooks are remembered.
    pub ledger_limit: usize,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            public_url: None,
            seed: 1,
            ledger_limit: 100_000,
        }
    }
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// What was asked for.
        address: SocketAddr,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The HTTP client that delivers webhooks cannot be built.
    #[error("cannot build the client that delivers webhooks: {0}")]
    Client(#[from] reqwest::Error),
}

/// The emulator's entrance.
#[derive(Debug)]
pub struct Sandbox;

impl Sandbox {
    /// Listens and serves until the handle is dropped or shut down.
    pub async fn start(options: SandboxOptions) -> Result<Running, StartError> {
        let listen_failed = |source| StartError::Listen {
            address: options.listen,
            source,
        };
        let listener = TcpListener::bind(options.listen)
            .await
            .map_err(listen_failed)?;
        let address = listener.local_addr().map_err(listen_failed)?;
        let base_url = options
            .public_url
            .unwrap_or_else(|| format!("http://{address}"));
        let stop = CancellationToken::new();
        let door = DoorKey::new();
        let emulator = Arc::new(Emulator::start(
            client()?,
            Beginning {
                base_url,
                seed: options.seed,
                ledger_limit: options.ledger_limit,
                door: door.clone(),
            },
            stop.clone(),
        ));
        let router = graph::router(&emulator)
            .merge(scripting::router())
            .with_state(emulator.clone());
        let stopping = stop.clone();
        let door = Door::new(listener, address, door);
        let server = tokio::spawn(async move {
            let serving = axum::serve(door, router);
            // Open streams of events must not keep a stopped sandbox alive: no graceful shutdown.
            if let Some(Err(error)) = stopping.run_until_cancelled(async { serving.await }).await {
                tracing::error!(%error, "the sandbox stopped serving");
            }
        });
        Ok(Running::new(emulator, address, stop, server))
    }
}

/// A client that goes where it is told: no proxy of the environment, no redirects.
fn client() -> Result<reqwest::Client, reqwest::Error> {
    // Another part of the process may have chosen the provider already; either is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
}
