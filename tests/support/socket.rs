//! A `graphql-transport-ws` client that behaves as a browser does: it reads, and answers pings, whatever the test is
//! busy with meanwhile.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::line::subscription;
use super::{Client, Heard, Installation, Line};

/// What every test of events asks for.
pub const EVENTS: &str = "subscription($after: Cursor) { events(after: $after) { __typename cursor
    ... on MessageAdded { message { id text direction } conversation { id unreadCount } }
    ... on MessageChanged { message { id delivery { state } } }
    ... on ConversationChanged { conversation { id agent { name } unreadCount } change }
    ... on ConversationHidden { conversationId }
    ... on TypingChanged { conversationId person { name } } } }";

const PATIENCE: Duration = Duration::from_mins(1);

/// An acknowledged socket.
pub struct Socket {
    says: mpsc::UnboundedSender<Value>,
    heard: mpsc::UnboundedReceiver<Heard>,
    /// Ends with the socket.
    _attended: JoinSet<()>,
}

impl Socket {
    /// Connects and introduces itself.
    pub async fn open(installation: &Installation, client: &Client) -> Self {
        let line = Line::connect(installation, client).await;
        let (says, to_say) = mpsc::unbounded_channel();
        let (note, heard) = mpsc::unbounded_channel();
        let mut attended = JoinSet::new();
        attended.spawn(attend(line, to_say, note));
        Self {
            says,
            heard,
            _attended: attended,
        }
    }

    /// Connects and subscribes to every event from now on.
    pub async fn live(installation: &Installation, client: &Client) -> Self {
        Self::after(installation, client, &client.cursor().await).await
    }

    /// Connects and subscribes to events after `cursor`.
    pub async fn after(installation: &Installation, client: &Client, cursor: &str) -> Self {
        let socket = Self::open(installation, client).await;
        socket.subscribe("events", EVENTS, json!({ "after": cursor }));
        socket
    }

    /// Starts an operation.
    pub fn subscribe(&self, id: &str, document: &str, variables: Value) {
        self.send(subscription(id, document, variables));
    }

    /// Runs a mutation that takes one `input` over the socket; returns its payload. Events that come before its
    /// answer are dropped.
    pub async fn mutate(&mut self, name: &str, input: Value, selection: &str) -> Value {
        let document = super::graphql::mutation(name, selection);
        self.subscribe("mutation", &document, json!({ "input": input }));
        loop {
            let message = self.next().await;
            if message["id"] == "mutation" && message["type"] == "next" {
                return message["payload"]["data"][name].clone();
            }
            assert_ne!(message["type"], "error", "{message}");
        }
    }

    /// Sends a message.
    pub fn send(&self, message: Value) {
        // A socket that was closed says so to whoever hears it.
        let _ = self.says.send(message);
    }

    /// What comes next, pings aside.
    pub async fn hear(&mut self) -> Heard {
        let heard = tokio::time::timeout(PATIENCE, self.heard.recv());
        heard
            .await
            .expect("something in time")
            .unwrap_or(Heard::Cut)
    }

    /// The next message.
    pub async fn next(&mut self) -> Value {
        match self.hear().await {
            Heard::Message(message) => message,
            other => panic!("a message was expected: {other:?}"),
        }
    }

    /// The next event.
    pub async fn event(&mut self) -> Value {
        loop {
            let message = self.next().await;
            if message["id"] == "events" {
                assert_eq!(message["type"], "next", "{message}");
                return message["payload"]["data"]["events"].clone();
            }
        }
    }

    /// The first event that `wanted` accepts.
    pub async fn event_where(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = self.event().await;
            if wanted(&event) {
                return event;
            }
        }
    }

    /// The code with which the socket is closed, whatever comes before.
    pub async fn close_code(&mut self) -> u16 {
        loop {
            match self.hear().await {
                Heard::Closed(code) => return code,
                Heard::Cut => panic!("the socket was cut without a code"),
                Heard::Message(_) => {}
            }
        }
    }
}

/// Says what is to be said and notes what comes, until the line ends.
async fn attend(
    mut line: Line,
    mut to_say: mpsc::UnboundedReceiver<Value>,
    note: mpsc::UnboundedSender<Heard>,
) {
    loop {
        tokio::select! {
            Some(message) = to_say.recv() => line.send(message).await,
            heard = line.hear() => {
                let ends = !matches!(heard, Heard::Message(_));
                if note.send(heard).is_err() || ends {
                    return;
                }
            }
        }
    }
}
