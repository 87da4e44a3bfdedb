//! The sandbox's listener, which can be shut: during an outage connections are refused and open ones are cut, as
//! when Meta is out of reach (faults F4 and F6). Afterwards it listens on the same address again.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use crate::locking::lock;

/// Between two tries to listen again, should somebody hold the address.
const REBIND_PAUSE: Duration = Duration::from_millis(20);

/// Opens and shuts the door.
#[derive(Debug, Clone)]
pub(crate) struct DoorKey {
    open: watch::Sender<bool>,
    /// Cancelled by the next outage: cuts the connections of now.
    cut: Arc<Mutex<CancellationToken>>,
}

impl DoorKey {
    pub(crate) fn new() -> Self {
        Self {
            open: watch::Sender::new(true),
            cut: Arc::default(),
        }
    }

    /// Refuses connections from now on, and cuts those that are open.
    pub(crate) fn shut(&self) {
        self.open.send_replace(false);
        std::mem::take(&mut *lock(&self.cut)).cancel();
    }

    pub(crate) fn open(&self) {
        self.open.send_replace(true);
    }
}

/// A listener that obeys a key.
pub(crate) struct Door {
    address: SocketAddr,
    listener: Option<TcpListener>,
    key: DoorKey,
    open: watch::Receiver<bool>,
}

impl Door {
    pub(crate) fn new(listener: TcpListener, address: SocketAddr, key: DoorKey) -> Self {
        Self {
            address,
            listener: Some(listener),
            open: key.open.subscribe(),
            key,
        }
    }

    /// Listens again after an outage.
    async fn bind(&self) -> TcpListener {
        loop {
            match TcpListener::bind(self.address).await {
                Ok(listener) => return listener,
                Err(_) => tokio::time::sleep(REBIND_PAUSE).await,
            }
        }
    }
}

impl axum::serve::Listener for Door {
    type Io = Passage;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Passage, SocketAddr) {
        let mut open = self.open.clone();
        loop {
            if !*open.borrow_and_update() {
                // Dropping the listener makes the system refuse connections.
                self.listener = None;
                if open.wait_for(|open| *open).await.is_err() {
                    return std::future::pending().await;
                }
            }
            let cut = lock(&self.key.cut).clone();
            let listener = match self.listener.take() {
                Some(listener) => listener,
                None => self.bind().await,
            };
            let listener = self.listener.insert(listener);
            tokio::select! {
                // axum's own `accept`: it waits over passing errors of the system.
                (stream, peer) = axum::serve::Listener::accept(listener) => {
                    return (Passage::new(stream, cut), peer);
                }
                _ = open.changed() => {}
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// A connection that an outage cuts.
pub(crate) struct Passage {
    stream: TcpStream,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl Passage {
    fn new(stream: TcpStream, cut: CancellationToken) -> Self {
        Self {
            stream,
            cut: Box::pin(cut.cancelled_owned()),
        }
    }

    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.cut.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::ErrorKind::ConnectionReset.into()),
            Poll::Pending => Ok(()),
        }
    }
}

impl AsyncRead for Passage {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Passage {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
