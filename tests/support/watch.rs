//! Waiting for what becomes true: somebody who sees everything looks again after each event.

use std::time::Duration;

use serde_json::Value;

use super::{Client, Installation, Socket};

/// Far beyond what a loaded machine needs; what never becomes true is said instead of hanging.
const PATIENCE: Duration = Duration::from_mins(1);

/// A supervisor's client and socket.
pub struct Watch {
    /// Sees everything.
    pub client: Client,
    socket: Socket,
}

impl Watch {
    /// Starts to watch.
    pub async fn start(installation: &Installation) -> Self {
        let client = Client::person(installation, "supervisor").await;
        Self::by(installation, client).await
    }

    /// Watches with the eyes of `client`.
    pub async fn by(installation: &Installation, client: Client) -> Self {
        let socket = Socket::live(installation, &client).await;
        Self { client, socket }
    }

    /// Comes back after the program was away, and goes on watching.
    pub async fn reconnect(&mut self, installation: &Installation) {
        self.socket = Socket::live(installation, &self.client).await;
    }

    /// Looks now and after each event, until `look` finds something.
    pub async fn until<Found>(
        &mut self,
        what: &str,
        look: impl AsyncFn(&Client) -> Option<Found>,
    ) -> Found {
        let found = async {
            loop {
                if let Some(found) = look(&self.client).await {
                    return found;
                }
                self.socket.event().await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, found).await;
        found.unwrap_or_else(|_| panic!("it did not come true that {what}"))
    }

    /// Waits for the conversation with the contact called `name`.
    pub async fn conversation_with(&mut self, name: &str) -> Value {
        let what = format!("there is a conversation with {name}");
        self.until(&what, async |client| client.conversation_with(name).await)
            .await
    }

    /// Waits until a message is in this state of delivery.
    pub async fn delivery(&mut self, message: &Value, state: &str) -> Value {
        let what = format!("{message} is {state}");
        let look = async |client: &Client| {
            let message = client.message(message).await?;
            (message["delivery"]["state"] == state).then_some(message)
        };
        self.until(&what, look).await
    }

    /// Waits until exactly these texts stand in a conversation, in this order.
    pub async fn texts(&mut self, conversation: &Value, texts: &[&str]) {
        let what = format!("{texts:?} were written");
        let look =
            async |client: &Client| (client.texts(conversation).await == texts).then_some(());
        self.until(&what, look).await;
    }
}
