//! The life of one socket.

use std::net::IpAddr;
use std::ops::ControlFlow::{self, Break, Continue};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use axum::http::HeaderValue;
use desk::DeskError;
use desk::access::Actor;
use desk::journal::Event;
use futures_util::StreamExt;
use futures_util::stream::SplitStream;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::SUBPROTOCOL;
use super::close::Close;
use super::operations::{Ground, Operations};
use super::outbox::{self, Closed, Outbox};
use super::protocol::{self, ClientMessage, Init};
use crate::caller::{self, Caller, Credential, Presence, PresenceSlot};
use crate::live::{Account, Concern};
use crate::request::Parameters;
use crate::service::GraphqlService;

/// How long the peer may take to answer a close frame.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// A report of presence is renewed no more often than this.
const RENEWAL: Duration = Duration::from_secs(10);

/// What the request for the socket said.
pub(super) struct Handshake {
    pub credential: Credential,
    pub address: Option<IpAddr>,
    pub accept_language: Option<HeaderValue>,
}

/// One socket.
pub(super) struct Connection {
    service: GraphqlService,
    handshake: Handshake,
    outbox: Outbox,
    operations: Operations,
    /// None until `connection_init` is accepted.
    account: Option<Arc<Account>>,
    changes: broadcast::Receiver<Event>,
    ended: CancellationToken,
    presence: PresenceSlot,
    renewed: Instant,
    heard: Instant,
}

/// Whether the socket stays open; none as a reason means that the peer has left.
type Flow = ControlFlow<Option<Close>>;

impl Connection {
    /// Serves a socket from the upgrade to its end.
    pub async fn serve(service: GraphqlService, socket: WebSocket, handshake: Handshake) {
        metrics::gauge!("guiche_graphql_sockets").increment(1);
        let spoken = socket
            .protocol()
            .is_some_and(|protocol| protocol == SUBPROTOCOL);
        let (sink, mut stream) = socket.split();
        let (outbox, writer) = outbox::open(sink, &service.options().sockets);
        let writer = tokio::spawn(writer.run());
        let mut connection = Self::new(service, handshake, outbox);
        let close = if spoken {
            connection.run(&mut stream).await
        } else {
            Some(Close::WRONG_SUBPROTOCOL)
        };
        connection.leave(close).await;
        if writer.await.is_ok() {
            // Reading on lets the close frame arrive: a socket dropped with unread input is reset.
            drop(
                timeout(LAST_WORDS, async {
                    while let Some(Ok(_)) = stream.next().await {}
                })
                .await,
            );
        }
        metrics::gauge!("guiche_graphql_sockets").decrement(1);
    }

    fn new(service: GraphqlService, handshake: Handshake, outbox: Outbox) -> Self {
        Self {
            operations: Operations::new(service.options().sockets.operations),
            changes: service.accounts().follow(),
            service,
            handshake,
            outbox,
            account: None,
            ended: CancellationToken::new(),
            presence: PresenceSlot::default(),
            renewed: Instant::now(),
            heard: Instant::now(),
        }
    }

    async fn run(&mut self, stream: &mut SplitStream<WebSocket>) -> Option<Close> {
        let options = self.service.options().sockets;
        let init_deadline = Instant::now() + options.init_timeout;
        let mut ping = every(options.ping_interval);
        let mut recheck = every(options.recheck_interval);
        let closing = self.service.closing().clone();
        let ended = self.ended.clone();
        loop {
            let ready = self.account.is_some();
            let flow = tokio::select! {
                biased;
                () = closing.cancelled() => Break(Some(Close::RESTART)),
                () = self.outbox.closed() => Break(None),
                () = ended.cancelled() => Break(Some(Close::SESSION_ENDED)),
                change = self.changes.recv(), if ready => self.hear_of(change).await,
                message = stream.next() => self.hear(message).await,
                () = sleep_until(init_deadline), if !ready => Break(Some(Close::INIT_TIMEOUT)),
                _ = ping.tick(), if ready => self.ping(options.silence),
                _ = recheck.tick(), if ready => self.recheck().await,
            };
            if let Break(close) = flow {
                return close;
            }
        }
    }

    async fn hear(&mut self, message: Option<Result<Message, axum::Error>>) -> Flow {
        self.heard = Instant::now();
        match message {
            Some(Ok(Message::Text(text))) => match ClientMessage::parse(&text) {
                Ok(message) => self.handle(message).await,
                Err(close) => Break(Some(close)),
            },
            Some(Ok(Message::Binary(_))) => Break(Some(Close::invalid("messages are text"))),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Continue(()),
            Some(Err(error)) if is_too_big(&error) => Break(Some(Close::MESSAGE_TOO_BIG)),
            Some(Ok(Message::Close(_)) | Err(_)) | None => Break(None),
        }
    }

    async fn handle(&mut self, message: ClientMessage) -> Flow {
        match (message, self.account.clone()) {
            (ClientMessage::Init(_), Some(_)) => Break(Some(Close::SECOND_INIT)),
            (ClientMessage::Init(init), None) => self.init(init).await,
            (ClientMessage::Ping, _) => self.say(protocol::PONG),
            (ClientMessage::Pong, _) => {
                self.renew_presence().await;
                Continue(())
            }
            (ClientMessage::Subscribe { .. }, None) => Break(Some(Close::UNAUTHORIZED)),
            (ClientMessage::Subscribe { id, parameters }, Some(account)) => {
                self.begin(&id, parameters, account)
            }
            (ClientMessage::Complete { id }, _) => {
                self.operations.complete(&id);
                Continue(())
            }
        }
    }

    async fn init(&mut self, init: Init) -> Flow {
        let credential = match init.token {
            Some(token) => Credential::Token(token),
            None => self.handshake.credential.clone(),
        };
        match credential.actor(self.service.desk()).await {
            Ok(Actor::Anonymous) => Break(Some(match credential {
                // A browser that was signed in once.
                Credential::Session(_) => Close::SESSION_ENDED,
                Credential::Token(_) | Credential::None => Close::FORBIDDEN,
            })),
            Err(DeskError::Unauthenticated | DeskError::Forbidden) => Break(Some(Close::FORBIDDEN)),
            Ok(actor) => {
                let desk = self.service.desk().clone();
                let account = Account::new(desk, actor, init.device);
                self.account = Some(Arc::new(account));
                self.say(protocol::ACK)
            }
            Err(error) => {
                tracing::error!(%error, "could not tell who opens a socket");
                Break(Some(Close::TRY_AGAIN))
            }
        }
    }

    fn begin(&mut self, id: &str, parameters: Parameters, account: Arc<Account>) -> Flow {
        let connection = caller::Connection::Socket(self.presence.clone());
        let caller = Caller::new(account.actor(), self.handshake.address, connection)
            .prefer(self.handshake.accept_language.as_ref());
        let ground = Ground {
            service: self.service.clone(),
            account,
            caller,
            outbox: self.outbox.clone(),
            ended: self.ended.clone(),
        };
        match self.operations.begin(id, parameters, ground) {
            Ok(()) => Continue(()),
            Err(close) => Break(Some(close)),
        }
    }

    fn say(&self, message: axum::extract::ws::Utf8Bytes) -> Flow {
        match self.outbox.try_send(message) {
            Ok(()) => Continue(()),
            // Not even a short answer fits.
            Err(Closed) => Break(Some(Close::TOO_SLOW)),
        }
    }

    fn ping(&self, silence: Duration) -> Flow {
        if self.heard.elapsed() > silence {
            return Break(Some(Close::SILENT));
        }
        // A full outbox has its own deadline; a ping behind it would tell nothing.
        let _ = self.outbox.try_send(protocol::PING);
        Continue(())
    }

    async fn recheck(&self) -> Flow {
        let Some(account) = &self.account else {
            return Continue(());
        };
        match account.refresh().await {
            Ok(()) => Continue(()),
            Err(_) => Break(Some(Close::SESSION_ENDED)),
        }
    }

    async fn hear_of(&self, change: Result<Event, RecvError>) -> Flow {
        let Some(account) = &self.account else {
            return Continue(());
        };
        let concern = match change {
            Ok(change) => account.concern(&change),
            // Some were missed: perhaps ours.
            Err(RecvError::Lagged(_)) => Concern::Changed,
            Err(RecvError::Closed) => Concern::None,
        };
        match concern {
            Concern::None => Continue(()),
            Concern::Changed => self.recheck().await,
            Concern::Ended => Break(Some(Close::SESSION_ENDED)),
        }
    }

    /// The device still answers, so what it last said it shows still holds.
    async fn renew_presence(&mut self) {
        let shown = self.presence.get().filter(|presence| presence.visible);
        let actor = self.account.as_ref().map(|account| account.actor());
        let (
            Some(Presence {
                visible,
                conversation_id,
            }),
            Some(Actor::Person(person)),
        ) = (shown, actor)
        else {
            return;
        };
        if self.renewed.elapsed() < RENEWAL {
            return;
        }
        self.renewed = Instant::now();
        let reported = self
            .service
            .desk()
            .report_presence(&person, visible, conversation_id)
            .await;
        if let Err(error) = reported {
            tracing::warn!(%error, "could not renew a device's presence");
        }
    }

    async fn leave(&mut self, close: Option<Close>) {
        if let Some(close) = &close {
            tracing::debug!(code = close.code, reason = %close.reason, "closing a socket");
        }
        // Stops the operations before their outbox.
        self.operations = Operations::new(0);
        self.outbox.close(close.unwrap_or(Close::NORMAL));
        let device = self
            .account
            .as_ref()
            .and_then(|account| account.actor().signed_in()?.device_id);
        if let (Some(device), Some(_)) = (device, self.presence.get())
            && let Err(error) = self.service.desk().end_presence(device).await
        {
            tracing::warn!(%error, "could not end a device's presence");
        }
    }
}

fn every(period: Duration) -> Interval {
    let mut interval = interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval.reset();
    interval
}

fn is_too_big(error: &axum::Error) -> bool {
    // axum hides the library beneath it, whose error is the source of its own.
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        if error.to_string().starts_with("Space limit exceeded") {
            return true;
        }
        source = error.source();
    }
    false
}
