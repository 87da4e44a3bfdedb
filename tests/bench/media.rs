//! Files up and on to Meta: how fast one goes, and what fifty at once weigh.

use std::time::{Duration, Instant};

use guiche_tests::support::upload::{send_file, upload};
use guiche_tests::support::{Client, Database, Installation, Watch};

use crate::report::{Report, milliseconds};

/// The largest video, in bytes.
const LARGE: usize = 16 * 1024 * 1024;
const AT_ONCE: usize = 50;

fn video(number: usize) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
    bytes.extend(number.to_be_bytes());
    bytes.resize(LARGE, 7);
    bytes
}

pub async fn measure(report: &mut Report) {
    let installation = Installation::start(Database::Sqlite).await;
    let mut watch = Watch::start(&installation).await;
    let ada = installation.customer("Ada", "5561981234567");
    installation.says(&ada, "Oi!");
    let conversation = watch.conversation_with("Ada").await["id"].take();
    let ana = Client::person(&installation, "ana").await;
    let what = ("video", "video/mp4", "filme.mp4");

    let began = Instant::now();
    let (status, brought) = upload(&installation, &ana, what, video(AT_ONCE)).await;
    assert_eq!(status, 201, "{brought}");
    let up = began.elapsed();
    let sent = send_file(&ana, &conversation, &brought, None).await;
    watch.delivery(&sent["message"]["id"], "READ").await;
    report.add(
        "a video of 16 MB: up, and read by the customer",
        format!("{}, {}", milliseconds(up), milliseconds(began.elapsed())),
        String::new(),
        String::new(),
        "",
    );

    let began = Instant::now();
    let all = futures_util::future::join_all((0..AT_ONCE).map(|number| {
        let (installation, ana) = (&installation, &ana);
        async move { upload(installation, ana, what, video(number)).await }
    }));
    let mut highest = 0;
    let highest_meanwhile = async {
        loop {
            highest = highest.max(installation.resident_bytes());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let brought = tokio::select! {
        brought = all => brought,
        () = highest_meanwhile => unreachable!("it goes on for ever"),
    };
    assert!(brought.iter().all(|(status, _)| *status == 201));
    report.add(
        "50 files of 16 MB at once: memory at its highest",
        format!(
            "{} MB in {}",
            highest / 1_000_000,
            milliseconds(began.elapsed())
        ),
        String::new(),
        String::new(),
        "≤ 256 MB",
    );
    installation.finish().await;
}
