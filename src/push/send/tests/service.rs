//! A push service that answers by the letter of a script, over real TLS on loopback.

use std::{net::SocketAddr, sync::Arc};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use reqwest::Certificate;
use rustls::{ServerConfig, pki_types::PrivateKeyDer};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::mpsc,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// What the service does with one request.
#[derive(Clone)]
pub(super) enum Answer {
    /// Says this and closes.
    Text(String),
    /// Says this and then sends zeros for as long as somebody reads.
    Endless(String),
    /// Says nothing and keeps the line open.
    Silence,
}

pub(super) fn status(line: &str) -> Answer {
    Answer::Text(format!(
        "HTTP/1.1 {line}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    ))
}

/// One request as it arrived.
pub(super) struct Request {
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Request {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

pub(super) struct PushService {
    pub(super) address: SocketAddr,
    pub(super) root: Certificate,
    pub(super) requests: mpsc::UnboundedReceiver<Request>,
}

impl PushService {
    /// Answers the requests in turn; beyond the script, the last answer again.
    pub(super) async fn start(host: &str, script: Vec<Answer>) -> Self {
        let (acceptor, root) = certify(host);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (arrived, requests) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut turn = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let answer = script[turn.min(script.len() - 1)].clone();
                turn += 1;
                let acceptor = acceptor.clone();
                let arrived = arrived.clone();
                tokio::spawn(async move {
                    if let Ok(mut stream) = acceptor.accept(stream).await {
                        let _ = arrived.send(read(&mut stream).await);
                        reply(stream, answer).await;
                    }
                });
            }
        });
        Self {
            address,
            root,
            requests,
        }
    }
}

fn certify(host: &str) -> (TlsAcceptor, Certificate) {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new([host.to_owned()])
        .unwrap()
        .signed_by(&key, &authority)
        .unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    let root = Certificate::from_der(authority.der()).unwrap();
    (TlsAcceptor::from(Arc::new(config)), root)
}

async fn read(stream: &mut TlsStream<tokio::net::TcpStream>) -> Request {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let mut request = Request {
        head: String::from_utf8(head).unwrap(),
        body: Vec::new(),
    };
    let length = request.header("content-length").unwrap().parse().unwrap();
    request.body.resize(length, 0);
    stream.read_exact(&mut request.body).await.unwrap();
    request
}

async fn reply(mut stream: TlsStream<tokio::net::TcpStream>, answer: Answer) {
    match answer {
        Answer::Text(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
        Answer::Endless(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
            while stream.write_all(&[b'0'; 4_096]).await.is_ok() {}
        }
        Answer::Silence => std::future::pending().await,
    }
}
