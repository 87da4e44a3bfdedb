//! Files that agents bring, while something breaks: nothing half is ever kept, and the reason is told.

use std::time::Duration;

use guiche_tests::support::upload::{send_file, upload, uploads};
use guiche_tests::support::{Client, Database, Differences, Installation};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::PATIENCE;
use super::storage::SmallDisk;
use crate::use_cases::Scene;
use crate::use_cases::sending_files::jpeg;

const JPEG: (&str, &str, &str) = ("image", "image/jpeg", "praia.jpg");

/// How many whole files the store has.
fn kept(desk: &Installation) -> usize {
    let store = desk.folder().join("media/sha256");
    let folders = std::fs::read_dir(store).into_iter().flatten().flatten();
    folders
        .filter_map(|folder| std::fs::read_dir(folder.path()).ok())
        .map(Iterator::count)
        .sum()
}

#[tokio::test]
async fn a_full_disk_refuses_a_file_clearly_and_takes_it_when_there_is_room() {
    let Some(small) = SmallDisk::mount(48) else {
        return;
    };
    let differences = Differences {
        folder: Some(small.0.clone()),
        ..Differences::default()
    };
    let desk = Installation::start_with(Database::Sqlite, differences).await;
    let ana = Client::person(&desk, "ana").await;
    small.fill();
    let (status, answer) = upload(&desk, &ana, JPEG, jpeg(2_000_000)).await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (507, &json!("STORAGE_FULL"))
    );
    assert_eq!(kept(&desk), 0);
    small.empty();
    let (status, answer) = upload(&desk, &ana, JPEG, jpeg(2_000_000)).await;
    assert_eq!(status, 201, "{answer}");
    desk.finish().await;
}

#[tokio::test]
async fn a_cut_transfer_keeps_nothing_and_disturbs_nobody() {
    let desk = Installation::start(Database::Sqlite).await;
    let mut scene = Scene::set(&desk).await;
    let ana = Client::person(&desk, "ana").await;
    let pieces = futures_util::stream::iter((0..12).map(|index| match index {
        11 => Err(std::io::Error::other("the phone is in a tunnel")),
        0 => Ok(jpeg(100_000)),
        _ => Ok(vec![7; 100_000]),
    }));
    let cut = uploads(&desk, &ana, "image", "image/jpeg")
        .body(reqwest::Body::wrap_stream(pieces))
        .send()
        .await;
    assert!(cut.is_err(), "the request never ended");
    let (status, brought) = upload(&desk, &ana, JPEG, jpeg(400_000)).await;
    assert_eq!(status, 201);
    assert_eq!(kept(&desk), 1, "the whole one alone");
    let sent = send_file(&ana, &scene.conversation, &brought, None).await;
    scene.watch.delivery(&sent["message"]["id"], "READ").await;
    desk.finish().await;
}

/// Not every client looks for an answer while it writes.
#[tokio::test]
async fn a_refusal_reaches_whoever_writes_to_the_end_before_reading() {
    let desk = Installation::start(Database::Sqlite).await;
    let ana = Client::person(&desk, "ana").await;
    let (cookie, _) = ana.credentials();
    let bytes = jpeg(15_000_000);
    let head = format!(
        "POST /media/uploads?kind=image HTTP/1.1\r\nhost: desk\r\ncookie: {}\r\n\
         x-guiche-client: tests/1\r\ncontent-type: image/jpeg\r\ncontent-length: {}\r\n\r\n",
        cookie.expect("a cookie"),
        bytes.len()
    );
    let connection = TcpStream::connect(desk.address()).await;
    let mut connection = connection.expect("a connection");
    for part in [head.as_bytes(), &bytes] {
        connection.write_all(part).await.expect("it is taken");
    }
    let mut answer = [0; 12];
    connection
        .read_exact(&mut answer)
        .await
        .expect("an answer after the body");
    assert_eq!(&answer, b"HTTP/1.1 413");
    desk.finish().await;
}

/// Up and on to Meta, streamed: what passes through does not stay. The benchmark has fifty at once.
#[tokio::test]
async fn many_large_files_at_once_stay_within_the_memory_of_the_program() {
    const AT_ONCE: usize = 8;
    let desk = Installation::start(Database::Sqlite).await;
    let mut scene = Scene::set(&desk).await;
    let ana = Client::person(&desk, "ana").await;
    let files: Vec<_> = (0..AT_ONCE)
        .map(|number| {
            let mut bytes = jpeg(4_900_000);
            bytes.extend(number.to_be_bytes());
            bytes
        })
        .collect();
    let brought = futures_util::future::join_all(
        files
            .into_iter()
            .map(|bytes| upload(&desk, &ana, JPEG, bytes)),
    );
    let brought = tokio::time::timeout(2 * PATIENCE, brought)
        .await
        .expect("all of them");
    for (status, file) in brought {
        assert_eq!(status, 201, "{file}");
        let sent = send_file(&ana, &scene.conversation, &file, None).await;
        scene.watch.delivery(&sent["message"]["id"], "READ").await;
    }
    assert!(desk.sandbox.settled(Duration::from_mins(1)).await);
    let resident = desk.resident_bytes();
    assert!(resident <= 256_000_000, "{resident} bytes");
    desk.finish().await;
}
