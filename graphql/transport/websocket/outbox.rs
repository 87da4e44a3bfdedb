//! What waits to be written to a socket: bounded, and not for long.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::{Instant, timeout, timeout_at};

use super::close::Close;
use crate::options::SocketOptions;

/// Where everybody who writes to a socket puts it.
#[derive(Clone)]
pub(super) struct Outbox {
    messages: mpsc::Sender<Waiting>,
    room: Arc<Semaphore>,
    bytes: usize,
    closing: watch::Sender<Option<Close>>,
}

/// Carries the messages to the socket, in order.
pub(super) struct Writer {
    sink: SplitSink<WebSocket, Message>,
    messages: mpsc::Receiver<Waiting>,
    closing: watch::Receiver<Option<Close>>,
    patience: Duration,
}

struct Waiting {
    text: Utf8Bytes,
    since: Instant,
    /// Gives the room back when the message is gone.
    _room: OwnedSemaphorePermit,
}

impl Waiting {
    fn new(text: Utf8Bytes, room: OwnedSemaphorePermit) -> Self {
        Self {
            text,
            since: Instant::now(),
            _room: room,
        }
    }
}

/// The socket takes nothing any more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Closed;

/// The queue to `sink`, and the one who empties it.
pub(super) fn open(
    sink: SplitSink<WebSocket, Message>,
    options: &SocketOptions,
) -> (Outbox, Writer) {
    let (sender, messages) = mpsc::channel(options.buffer_messages.max(1));
    let closing = watch::Sender::new(None);
    let writer = Writer {
        sink,
        messages,
        closing: closing.subscribe(),
        patience: options.patience,
    };
    let bytes = options.buffer_bytes.clamp(1, Semaphore::MAX_PERMITS);
    let outbox = Outbox {
        messages: sender,
        room: Arc::new(Semaphore::new(bytes)),
        bytes,
        closing,
    };
    (outbox, writer)
}

impl Outbox {
    /// Queues a message as soon as there is room.
    pub async fn send(&self, text: Utf8Bytes) -> Result<(), Closed> {
        let room = Arc::clone(&self.room)
            .acquire_many_owned(self.share(&text))
            .await;
        let room = room.map_err(|_| Closed)?;
        let place = self.messages.reserve().await.map_err(|_| Closed)?;
        place.send(Waiting::new(text, room));
        Ok(())
    }

    /// Queues a message if there is room.
    pub fn try_send(&self, text: Utf8Bytes) -> Result<(), Closed> {
        let room = Arc::clone(&self.room).try_acquire_many_owned(self.share(&text));
        let waiting = Waiting::new(text, room.map_err(|_| Closed)?);
        self.messages.try_send(waiting).map_err(|_| Closed)
    }

    /// Closes the socket; what waits is not written any more.
    pub fn close(&self, close: Close) {
        self.closing.send_if_modified(|known| {
            let first = known.is_none();
            if first {
                *known = Some(close);
            }
            first
        });
    }

    /// Resolves when nothing can be written any more.
    pub async fn closed(&self) {
        self.messages.closed().await;
    }

    /// One message may fill the whole buffer, but not more: it must be able to pass.
    fn share(&self, text: &Utf8Bytes) -> u32 {
        u32::try_from(text.len().min(self.bytes)).unwrap_or(u32::MAX)
    }
}

impl Writer {
    /// Writes until the socket is closed from either side.
    pub async fn run(mut self) {
        let close = self.write().await;
        // Whoever waits for room learns that there will be none.
        self.messages.close();
        while self.messages.try_recv().is_ok() {}
        if let Some(close) = close {
            let frame = Message::Close(Some(close.into()));
            // A peer that does not read leaves without having heard why.
            drop(timeout(self.patience, self.sink.send(frame)).await);
        }
    }

    async fn write(&mut self) -> Option<Close> {
        loop {
            let waiting = tokio::select! {
                biased;
                close = closing(&mut self.closing) => return Some(close),
                waiting = self.messages.recv() => waiting?,
            };
            let deadline = waiting.since + self.patience;
            let send = self.sink.send(Message::Text(waiting.text));
            tokio::select! {
                close = closing(&mut self.closing) => return Some(close),
                written = timeout_at(deadline, send) => match written {
                    Ok(Ok(())) => {}
                    Ok(Err(_)) => return None,
                    Err(_) => {
                        metrics::counter!("guiche_graphql_slow_sockets_total").increment(1);
                        return Some(Close::TOO_SLOW);
                    }
                },
            }
        }
    }
}

async fn closing(closing: &mut watch::Receiver<Option<Close>>) -> Close {
    let close = match closing.wait_for(Option::is_some).await {
        Ok(close) => close.clone(),
        Err(_) => None,
    };
    match close {
        Some(close) => close,
        // Every outbox is gone: the connection is over and has said so.
        None => std::future::pending().await,
    }
}
