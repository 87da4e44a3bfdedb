//! What the machine allows: a bare handler that checks the signature and group-commits the body with fsync, and
//! the bare database.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use guiche_tests::support::installation::APP_SECRET;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

type Waiting = (Bytes, oneshot::Sender<()>);

async fn database(folder: &std::path::Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("yardstick.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = SqliteConnection::connect_with(&options)
        .await
        .expect("a database");
    sqlx::query("CREATE TABLE body (id integer PRIMARY KEY, bytes blob NOT NULL)")
        .execute(&mut connection)
        .await
        .expect("a table");
    connection
}

async fn store(connection: &mut SqliteConnection, bodies: &[Bytes]) {
    let mut transaction = connection.begin().await.expect("a transaction");
    for body in bodies {
        sqlx::query("INSERT INTO body (bytes) VALUES (?)")
            .bind(body.as_ref())
            .execute(&mut *transaction)
            .await
            .expect("a row");
    }
    transaction.commit().await.expect("a commit");
}

async fn commit(mut connection: SqliteConnection, mut queue: mpsc::Receiver<Waiting>) {
    let mut group = Vec::with_capacity(512);
    while queue.recv_many(&mut group, 512).await > 0 {
        let (bodies, senders): (Vec<_>, Vec<_>) = group.drain(..).unzip();
        store(&mut connection, &bodies).await;
        for sender in senders {
            sender.send(()).expect("the handler waits");
        }
    }
}

async fn receive(
    State(queue): State<mpsc::Sender<Waiting>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let given = headers
        .get("x-hub-signature-256")
        .and_then(|value| value.to_str().ok());
    if whatsapp::signature::verify(APP_SECRET.as_bytes(), &body, given).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    let (sender, stored) = oneshot::channel();
    queue.send((body, sender)).await.expect("the writer runs");
    stored.await.expect("the writer runs");
    StatusCode::OK
}

/// Starts the bare handler in this process.
pub async fn start(folder: &std::path::Path) -> SocketAddr {
    let (sender, receiver) = mpsc::channel(2_048);
    tokio::spawn(commit(database(folder).await, receiver));
    let router = Router::new()
        .route("/webhooks/whatsapp", post(receive))
        .with_state(sender);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Rows of a webhook's size that the bare database takes in a second, 64 to a commit.
pub async fn database_rate(folder: &std::path::Path) -> f64 {
    let mut connection = database(folder).await;
    let body = Bytes::from(vec![b'x'; 500]);
    let group = vec![body; 64];
    let began = Instant::now();
    let mut rows = 0.0;
    while began.elapsed() < Duration::from_secs(3) {
        store(&mut connection, &group).await;
        rows += 64.0;
    }
    rows / began.elapsed().as_secs_f64()
}
