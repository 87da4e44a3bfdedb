//! Mozilla's push service as Firefox sees it: the WebSocket over which a browser subscribes and is
//! told (protocol of the `push-notification` subprotocol).

mod messages;
mod users;

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::{
        State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    response::Response,
    routing::get,
};
use futures_util::{SinkExt, StreamExt, stream::SplitSink};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::mpsc};
use tokio_util::task::AbortOnDropHandle;

use self::{messages::ClientMessage, users::Users};
use super::push_service::{Delivery, PushService, Vendor};

/// The service for any number of browsers.
pub struct Autopush {
    address: SocketAddr,
    shared: Arc<Shared>,
    _serving: AbortOnDropHandle<()>,
    _delivering: AbortOnDropHandle<()>,
}

struct Shared {
    service: Arc<PushService>,
    users: Users,
    mailbox: mpsc::UnboundedSender<Delivery>,
}

/// What a socket's task is told to do.
enum Command {
    Send(Value),
    Cut,
}

impl Autopush {
    pub(super) async fn start(service: Arc<PushService>) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let (mailbox, taken) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            service,
            users: Users::default(),
            mailbox,
        });
        let router = Router::new()
            .route("/", get(upgrade))
            .with_state(Arc::clone(&shared));
        let serving = tokio::spawn(async move {
            // Serving ends with the test that started it.
            let _ = axum::serve(listener, router).await;
        });
        let delivering = tokio::spawn(deliver(Arc::clone(&shared), taken));
        Ok(Self {
            address,
            shared,
            _serving: AbortOnDropHandle::new(serving),
            _delivering: AbortOnDropHandle::new(delivering),
        })
    }

    /// Settings of a stock Firefox that uses this service and shows notifications itself.
    pub fn firefox_preferences(&self) -> Value {
        json!({
            "dom.push.serverURL": format!("ws://{}/", self.address),
            "dom.push.testing.allowInsecureServerURL": true,
            "dom.push.connection.enabled": true,
            "dom.push.retryBaseInterval": 100,
            "permissions.default.desktop-notification": 1,
            // Without a desktop, Firefox's own alerts are the only ones that show.
            "alerts.useSystemBackend": false,
        })
    }

    /// Where the WebSocket is.
    pub fn url(&self) -> String {
        format!("ws://{}/", self.address)
    }

    /// Cuts every browser's line without a farewell, as a dead network does: Firefox comes back. After
    /// a proper farewell it would not.
    pub fn disconnect(&self) {
        self.shared.users.cut_all();
    }

    /// Forgets every browser, which then learns that its subscriptions changed.
    pub fn forget(&self) {
        for endpoint in self.shared.users.forget_all() {
            self.shared.service.expire(&endpoint);
        }
    }
}

async fn deliver(shared: Arc<Shared>, mut taken: mpsc::UnboundedReceiver<Delivery>) {
    while let Some(delivery) = taken.recv().await {
        shared.users.deliver(&delivery);
    }
}

async fn upgrade(State(shared): State<Arc<Shared>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .protocols(["push-notification"])
        .on_upgrade(move |socket| converse(shared, socket))
}

async fn converse(shared: Arc<Shared>, socket: WebSocket) {
    let (sink, mut stream) = socket.split();
    let (commands, queue) = mpsc::unbounded_channel();
    let writing = tokio::spawn(write(sink, queue));
    let mut browser = None;
    loop {
        let message = tokio::select! {
            message = stream.next() => message,
            // The line was cut from our side.
            () = commands.closed() => None,
        };
        let Some(Ok(message)) = message else { break };
        let Message::Text(text) = message else {
            continue;
        };
        let answer = match serde_json::from_str(&text) {
            Ok(ClientMessage::Hello { uaid }) => {
                browser = Some(shared.users.connect(uaid.as_deref(), commands.clone()));
                None
            }
            Ok(message) => browser
                .as_deref()
                .and_then(|uaid| shared.answer(uaid, message)),
            // An empty object is a ping, and is answered alike.
            Err(_) => Some(json!({})),
        };
        if let Some(answer) = answer {
            let _ = commands.send(Command::Send(answer));
        }
    }
    drop(commands);
    let _ = writing.await;
}

async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    mut queue: mpsc::UnboundedReceiver<Command>,
) {
    while let Some(Command::Send(message)) = queue.recv().await {
        if sink.send(Message::text(message.to_string())).await.is_err() {
            break;
        }
    }
}

impl Shared {
    fn answer(&self, uaid: &str, message: ClientMessage) -> Option<Value> {
        match message {
            ClientMessage::Register { channel_id, key } => {
                let (endpoint, token) =
                    self.service
                        .subscribe(Vendor::Mozilla, key, self.mailbox.clone());
                self.users.register(uaid, &channel_id, &token, &endpoint);
                Some(messages::registered(&channel_id, &endpoint))
            }
            ClientMessage::Unregister { channel_id } => {
                if let Some(endpoint) = self.users.unregister(uaid, &channel_id) {
                    self.service.expire(&endpoint);
                }
                Some(messages::unregistered(&channel_id))
            }
            ClientMessage::Ack { updates } => {
                self.users
                    .settle(uaid, updates.iter().map(|update| update.version.as_str()));
                None
            }
            ClientMessage::Nack { version } => {
                self.users.settle(uaid, [version.as_str()]);
                None
            }
            ClientMessage::Hello { .. } | ClientMessage::BroadcastSubscribe {} => None,
        }
    }
}
