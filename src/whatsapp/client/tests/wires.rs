//! Servers that speak HTTP badly on purpose.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::base_of;

/// What a bad server does once it has read a whole request.
#[derive(Clone)]
pub(super) enum Behaviour {
    /// Writes these bytes and closes.
    Answer(Vec<u8>),
    /// Keeps the connection open and says nothing.
    Hang,
    /// Writes these bytes for ever.
    Flood(Vec<u8>),
}

/// A bad server.
pub(super) struct Wire {
    pub(super) base: Url,
    requests: Arc<AtomicUsize>,
}

impl Wire {
    pub(super) async fn that(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let wire = Self {
            base: base_of(&listener),
            requests: Arc::default(),
        };
        let requests = Arc::clone(&wire.requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(behave(stream, behaviour.clone(), Arc::clone(&requests)));
            }
        });
        wire
    }

    /// How many whole requests arrived.
    pub(super) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

async fn behave(mut stream: TcpStream, behaviour: Behaviour, requests: Arc<AtomicUsize>) {
    if read_request(&mut stream).await.is_none() {
        return;
    }
    requests.fetch_add(1, Ordering::SeqCst);
    match behaviour {
        Behaviour::Answer(bytes) => drop(stream.write_all(&bytes).await),
        Behaviour::Hang => std::future::pending().await,
        Behaviour::Flood(bytes) => while stream.write_all(&bytes).await.is_ok() {},
    }
}

/// Reads head and body, so that the close that follows is no reset.
async fn read_request(stream: &mut TcpStream) -> Option<()> {
    let mut request = Vec::new();
    loop {
        let mut chunk = [0; 4_096];
        let read = stream
            .read(&mut chunk)
            .await
            .ok()
            .filter(|read| *read > 0)?;
        request.extend_from_slice(&chunk[..read]);
        if is_whole(&request) {
            return Some(());
        }
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, length)| length.trim().parse::<usize>().ok());
    body.len() >= length.unwrap_or(0)
}

/// A whole HTTP response.
pub(super) fn response(status: &str, content_type: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
