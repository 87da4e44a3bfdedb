//! What the program weighs.

use std::time::{Duration, Instant};

use guiche_tests::support::process::program;
use guiche_tests::support::{Client, Database, Installation, Socket};

use crate::load;
use crate::report::{Report, milliseconds};

pub async fn measure(report: &mut Report) {
    let bytes = std::fs::metadata(program()).expect("the program").len();
    report.add(
        "size of the program",
        megabytes(bytes),
        String::new(),
        String::new(),
        "",
    );
    let mut installation = Installation::start(Database::Sqlite).await;
    installation.kill().await;
    let began = Instant::now();
    installation.launch().await;
    report.add(
        "cold start until ready",
        milliseconds(began.elapsed()),
        String::new(),
        String::new(),
        "",
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    report.add(
        "memory, idle",
        resident(&installation),
        String::new(),
        String::new(),
        "≤ 60 MB",
    );
    let mut sockets = Vec::new();
    for number in 0..50 {
        let name = ["ana", "bruno", "carla"][number % 3];
        let client = Client::person(&installation, name).await;
        client.inbox("ALL").await;
        sockets.push(Socket::live(&installation, &client).await);
    }
    load::steadily(installation.address(), 50, Duration::from_secs(10)).await;
    report.add(
        "memory, 50 agents",
        resident(&installation),
        String::new(),
        String::new(),
        "≤ 256 MB",
    );
    drop(sockets);
    installation.finish().await;
}

fn resident(installation: &Installation) -> String {
    megabytes(installation.resident_bytes())
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}
