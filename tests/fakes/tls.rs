//! A TLS listener that one silent client cannot hold up.

use std::{io, net::SocketAddr, sync::Arc};

use axum::serve::Listener;
use rustls::ServerConfig;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tokio_util::task::AbortOnDropHandle;

/// Accepts on loopback; handshakes happen beside one another.
pub struct TlsListener {
    address: SocketAddr,
    accepted: mpsc::UnboundedReceiver<(TlsStream<TcpStream>, SocketAddr)>,
    _accepting: AbortOnDropHandle<()>,
}

impl TlsListener {
    /// Listens on a free port of loopback.
    pub async fn bind(config: Arc<ServerConfig>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let (arrived, accepted) = mpsc::unbounded_channel();
        let accepting = tokio::spawn(accept_all(listener, TlsAcceptor::from(config), arrived));
        Ok(Self {
            address,
            accepted,
            _accepting: AbortOnDropHandle::new(accepting),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

async fn accept_all(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    arrived: mpsc::UnboundedSender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    while let Ok((stream, peer)) = listener.accept().await {
        let (acceptor, arrived) = (acceptor.clone(), arrived.clone());
        tokio::spawn(async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                // Nobody listens any more when the test is over.
                let _ = arrived.send((stream, peer));
            }
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.accepted.recv().await {
            Some(accepted) => accepted,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}
