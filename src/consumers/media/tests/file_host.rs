//! A host of one file of any size, which it makes while it sends it: it holds none of it in memory, so
//! that a test can weigh the one who fetches.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const CHUNK: usize = 64 * 1024;

/// Whether the host says beforehand how much will come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Length {
    Told,
    Untold,
}

/// Answers every question for an address with its own, and there sends `size` bytes. Returns where it is.
pub async fn begin(size: u64, length: Length) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let told = base.clone();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(answer(connection, told.clone(), size, length));
        }
    });
    base
}

async fn answer(mut connection: TcpStream, base: String, size: u64, length: Length) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(connection.read_u8().await.expect("a request"));
    }
    if !request.starts_with(b"GET /file") {
        let body = format!(r#"{{"url":"{base}/file","mime_type":"application/pdf"}}"#);
        let answer = format!(
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        connection.write_all(answer.as_bytes()).await.expect("sent");
        return;
    }
    let length = match length {
        Length::Told => format!("content-length: {size}\r\n"),
        Length::Untold => String::new(),
    };
    let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{length}\r\n");
    connection.write_all(head.as_bytes()).await.expect("sent");
    let chunk = vec![7; CHUNK];
    let mut left = size;
    while left > 0 {
        let now = left.min(CHUNK as u64);
        let part = &chunk[..usize::try_from(now).expect("a chunk")];
        // Who has enough hangs up.
        if connection.write_all(part).await.is_err() {
            return;
        }
        left -= now;
    }
}
