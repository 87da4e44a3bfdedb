//! The sender's side of a push service: an RFC 8030 endpoint for all hosts that browsers use, as
//! strict as the real ones, that fails as it is told.

mod failure;
mod incoming;
mod vendor;

use std::{
    collections::{HashMap, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use axum::{
    Router,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use tokio::sync::mpsc;
use uuid::Uuid;

pub use self::{failure::Failure, vendor::Vendor};
use self::{failure::Refusal, incoming::Incoming};
use super::{authority::TestAuthority, ledger::Ledger, tls::TlsListener, vapid};

/// Which time the services believe it is, to judge a signature's expiry.
pub type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// A message that was taken, on its way to the browser.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The last part of the endpoint.
    pub token: String,
    /// The sealed body.
    pub body: Vec<u8>,
    /// Seconds to keep it for a browser that is away.
    pub ttl: u32,
    /// What it replaces.
    pub topic: Option<String>,
}

struct Subscription {
    vendor: Vendor,
    bound_key: Option<String>,
    gone: bool,
    failures: VecDeque<Failure>,
    mailbox: mpsc::UnboundedSender<Delivery>,
}

/// The endpoints of all vendors.
pub struct PushService {
    address: SocketAddr,
    root: reqwest::Certificate,
    clock: Clock,
    subscriptions: Mutex<HashMap<String, Subscription>>,
    ledger: Ledger,
}

impl PushService {
    pub(super) async fn start(
        authority: &TestAuthority,
        clock: Clock,
    ) -> std::io::Result<(Arc<Self>, TlsListener)> {
        let hosts = Vendor::ALL.map(Vendor::host);
        let listener = TlsListener::bind(authority.server_config(hosts)).await?;
        let service = Arc::new(Self {
            address: listener.address(),
            root: authority.certificate(),
            clock,
            subscriptions: Mutex::default(),
            ledger: Ledger::new(),
        });
        Ok((service, listener))
    }

    pub(super) fn router(self: &Arc<Self>) -> Router {
        Router::new().fallback(take).with_state(Arc::clone(self))
    }

    /// Where each vendor's host is to be found instead, for the server under test.
    pub fn overrides(&self) -> Vec<(String, SocketAddr)> {
        Vendor::ALL
            .map(|vendor| (vendor.host().to_owned(), self.address))
            .to_vec()
    }

    /// The authority that the server under test must trust.
    pub fn root(&self) -> reqwest::Certificate {
        self.root.clone()
    }

    /// All that arrived.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// A new subscription, bound to the sender's key where the browser named one.
    pub fn subscribe(
        &self,
        vendor: Vendor,
        bound_key: Option<String>,
        mailbox: mpsc::UnboundedSender<Delivery>,
    ) -> (String, String) {
        let token = token_id();
        let subscription = Subscription {
            vendor,
            bound_key,
            gone: false,
            failures: VecDeque::new(),
            mailbox,
        };
        self.subscriptions().insert(token.clone(), subscription);
        (vendor.endpoint(&token), token)
    }

    /// From now on the subscription is gone (410).
    pub fn expire(&self, endpoint: &str) {
        self.with(endpoint, |subscription| subscription.gone = true);
    }

    /// The next request to this endpoint fails so. Several calls plan several failures.
    pub fn fail_next(&self, endpoint: &str, failure: Failure) {
        self.with(endpoint, |subscription| {
            subscription.failures.push_back(failure);
        });
    }

    /// Every endpoint that exists now, in no order.
    pub fn endpoints(&self) -> Vec<String> {
        let subscriptions = self.subscriptions();
        let living = subscriptions
            .iter()
            .filter(|(_, subscription)| !subscription.gone);
        living
            .map(|(token, subscription)| subscription.vendor.endpoint(token))
            .collect()
    }

    /// An endpoint that this service never gave is a test's mistake.
    fn with(&self, endpoint: &str, act: impl FnOnce(&mut Subscription)) {
        let mut subscriptions = self.subscriptions();
        let token = token_of(endpoint);
        let subscription = subscriptions.get_mut(token);
        act(subscription.unwrap_or_else(|| panic!("{endpoint} is no endpoint of this service")));
    }

    fn subscriptions(&self) -> MutexGuard<'_, HashMap<String, Subscription>> {
        self.subscriptions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides in the order in which the real services do: does it exist, is it well formed, who asks.
    fn judge(&self, token: &str, message: &Incoming) -> Result<(), Refusal> {
        let mut subscriptions = self.subscriptions();
        let subscription = subscriptions
            .get_mut(token)
            .ok_or_else(|| Refusal::new(404, "no such endpoint"))?;
        if subscription.gone {
            return Err(Refusal::new(410, "the browser unsubscribed"));
        }
        if let Some(failure) = subscription.failures.pop_front() {
            return Err(Refusal {
                failure,
                reason: "as planned".to_owned(),
            });
        }
        message.well_formed()?;
        self.require_trust(subscription, message)?;
        // A browser that went away for good reads nothing; the sender cannot know.
        let _ = subscription.mailbox.send(message.delivery(token));
        Ok(())
    }

    fn require_trust(&self, to: &Subscription, message: &Incoming) -> Result<(), Refusal> {
        let authorization = message
            .authorization
            .as_ref()
            .ok_or_else(|| Refusal::new(401, "not signed"))?;
        let audience = format!("https://{}", to.vendor.host());
        vapid::verify(
            authorization,
            &audience,
            to.bound_key.as_deref(),
            (self.clock)(),
        )
        .map_err(|reason| Refusal::new(403, &reason))
    }

    fn endpoint_of(&self, token: &str) -> Option<String> {
        Some(self.subscriptions().get(token)?.vendor.endpoint(token))
    }
}

async fn take(State(service): State<Arc<PushService>>, request: Request) -> Response {
    let uri = request.uri().to_string();
    let token = token_of(&uri);
    let message = Incoming::read(request).await;
    let verdict = service.judge(token, &message);
    let endpoint = service.endpoint_of(token).unwrap_or(uri);
    service
        .ledger
        .record(message.attempt(endpoint, verdict.as_ref().err()));
    match verdict {
        Ok(()) => (
            StatusCode::CREATED,
            [("location", format!("/m/{}", token_id()))],
        )
            .into_response(),
        Err(refusal) => refusal.failure.answer().await,
    }
}

fn token_id() -> String {
    URL_SAFE_NO_PAD.encode([*Uuid::new_v4().as_bytes(), *Uuid::new_v4().as_bytes()].concat())
}

fn token_of(endpoint: &str) -> &str {
    endpoint.rsplit(['/', '=']).next().unwrap_or(endpoint)
}
