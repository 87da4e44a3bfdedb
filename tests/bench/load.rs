//! Signed webhooks, as many or as regularly as asked. The client is as thin as can be: it shares the
//! machine's cores with what it measures.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use guiche_tests::support::installation::APP_SECRET;
use guiche_tests::support::webhook;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A request with a message of its own, from one of `customers`.
pub fn request(customers: u64) -> Vec<u8> {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let wa_id = format!(
        "5511{:09}",
        900_000_000 + number % customers.min(90_000_000)
    );
    let message = format!("wamid.bench{number}");
    let seconds = seconds_since_epoch();
    let body = webhook::text(
        &wa_id,
        "Maria",
        &message,
        seconds,
        &format!("Bom dia! {number}"),
    );
    http(&body.to_string().into_bytes())
}

/// The text of the message that [`request`] made as number `number` ends with this.
pub fn next_number() -> u64 {
    NUMBER.load(Ordering::Relaxed)
}

fn http(body: &[u8]) -> Vec<u8> {
    let signature = webhook::signature(APP_SECRET, body);
    let mut request = format!(
        "POST /webhooks/whatsapp HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n\
         x-hub-signature-256: {signature}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    request
}

#[expect(
    clippy::disallowed_methods,
    reason = "a customer's phone has a clock of its own"
)]
fn seconds_since_epoch() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(now.unwrap_or_default().as_secs()).unwrap_or(0)
}

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("TCP_NODELAY");
        Self {
            stream,
            buffer: vec![0; 4_096],
        }
    }

    /// Sends a request and returns the status of its answer. Answers of the intake have no body.
    pub async fn send(&mut self, request: &[u8]) -> u16 {
        self.stream
            .write_all(request)
            .await
            .expect("the request is taken");
        let mut filled = 0;
        loop {
            let read = self
                .stream
                .read(&mut self.buffer[filled..])
                .await
                .expect("an answer");
            assert!(read > 0, "the connection was closed");
            filled += read;
            if self.buffer[..filled]
                .windows(4)
                .any(|end| end == b"\r\n\r\n")
            {
                let status = std::str::from_utf8(&self.buffer[9..12]).expect("a status");
                return status.parse().expect("a number");
            }
        }
    }
}

/// As many as possible from `senders` for `time`: accepted requests per second.
pub async fn flat_out(address: SocketAddr, senders: usize, time: Duration) -> f64 {
    let accepted = Arc::new(AtomicU64::new(0));
    let end = Instant::now() + time;
    let mut tasks = JoinSet::new();
    for _ in 0..senders {
        let accepted = accepted.clone();
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await;
            // Made beforehand in small lots, so that making them costs the server little.
            while Instant::now() < end {
                let lot: Vec<_> = (0..32).map(|_| request(5_000)).collect();
                for request in lot {
                    assert_eq!(connection.send(&request).await, 200);
                    accepted.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
    }
    let began = Instant::now();
    while let Some(task) = tasks.join_next().await {
        task.expect("a sender");
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = accepted.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64();
    rate
}

/// `per_second` at even distances for `time`, whether or not the earlier ones were answered: how long each
/// took, waiting for a free connection included.
pub async fn steadily(address: SocketAddr, per_second: u32, time: Duration) -> Vec<Duration> {
    const CONNECTIONS: usize = 32;
    let (idle, mut free) = tokio::sync::mpsc::channel(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        idle.send(Connection::open(address).await)
            .await
            .expect("room");
    }
    let mut tick = tokio::time::interval(Duration::from_secs(1) / per_second);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Burst);
    let end = Instant::now() + time;
    let mut tasks = JoinSet::new();
    while Instant::now() < end {
        let due = tick.tick().await.into_std();
        let mut connection = free.recv().await.expect("a connection");
        let idle = idle.clone();
        tasks.spawn(async move {
            assert_eq!(connection.send(&request(5_000)).await, 200);
            let took = due.elapsed();
            // The receiver lives as long as the measurement.
            drop(idle.send(connection).await);
            took
        });
    }
    tasks.join_all().await
}
