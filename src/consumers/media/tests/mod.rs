//! Files on their way from the emulated Cloud API into a folder, with everything that can go wrong (F27).

mod file_host;
mod stage;

use std::sync::Arc;
use std::time::Duration;

use desk::access::Actor;
use desk::channel::ChannelPatch;
use entity::channel::PauseReason;
use entity::media_file::MediaState;
use files::ARRIVING;
use sandbox::{FaultKind, FaultPlan, MediaFile, MediaLie, NumberChange};
use tokio_util::sync::CancellationToken;

use super::fetch::LARGEST;
use crate::Report;
use file_host::Length;
use stage::{NUMBER, Stage, png};

const WEEK: Duration = Duration::from_hours(7 * 24);
/// Where the bytes are fetched.
const DOWNLOAD: &str = "/attachments";

fn download_fails(times: u32, kind: FaultKind) -> FaultPlan {
    FaultPlan {
        method: Some("GET".into()),
        path: DOWNLOAD.into(),
        body_contains: None,
        times,
        skip: 0,
        kind,
        takes_effect: Some(true),
    }
}

const NOT_FOUND: FaultKind = FaultKind::Status {
    http_status: 404,
    retry_after: None,
};

#[tokio::test]
async fn a_picture_is_fetched_verified_measured_and_kept() {
    let stage = Stage::set().await;
    let picture = png(64, 48, 2_000);
    let id = stage.customer_sends(picture.clone()).await;
    stage.turn().await;
    let file = stage.file(id).await;
    assert_eq!(file.state, MediaState::Stored);
    assert_eq!(file.content_type.as_deref(), Some("image/png"));
    assert_eq!(file.bytes, Some(picture.bytes.len() as u64));
    assert_eq!(file.dimensions, Some((64, 48)));
    let key = file.storage_key.expect("a key");
    let digest = file.sha256.expect("a digest");
    assert_eq!(key, format!("sha256/{}/{digest}", &digest[..2]));
    assert_eq!(stage.kept(&key).await, picture.bytes);
}

#[tokio::test]
async fn a_large_file_arrives_in_pieces_and_is_whole() {
    let stage = Stage::set().await;
    let picture = png(64, 48, 1_500_001);
    let id = stage.customer_sends(picture.clone()).await;
    stage.turn().await;
    let key = stage.file(id).await.storage_key.expect("a key");
    assert_eq!(stage.kept(&key).await, picture.bytes);
    assert!(stage.files_under(ARRIVING).is_empty());
}

#[tokio::test]
async fn equal_files_are_kept_once() {
    let stage = Stage::set().await;
    for size in [2_000, 600_000] {
        let one = stage.customer_sends(png(8, 8, size)).await;
        let other = stage.customer_sends(png(8, 8, size)).await;
        stage.turn().await;
        let (one, other) = (stage.file(one).await, stage.file(other).await);
        assert_eq!(one.state, MediaState::Stored);
        assert_eq!(one.storage_key, other.storage_key);
    }
    assert_eq!(stage.files_under("sha256").len(), 2);
    assert!(stage.files_under(ARRIVING).is_empty());
}

#[tokio::test]
async fn what_a_file_is_is_read_from_its_bytes() {
    let stage = Stage::set().await;
    let page = b"<!DOCTYPE html><script>alert(1)</script>".as_slice();
    let id = stage
        .customer_sends(MediaFile::new("image/jpeg", page))
        .await;
    stage.turn().await;
    let file = stage.file(id).await;
    assert_eq!(
        file.content_type.as_deref(),
        Some("application/octet-stream")
    );
    assert_eq!(
        (file.declared_type.as_str(), file.dimensions),
        ("image/jpeg", None)
    );
}

#[tokio::test]
async fn f27_a_dead_address_is_asked_for_once_more_and_then_left_for_later() {
    let stage = Stage::set().await;
    let id = stage.customer_sends(png(8, 8, 2_000)).await;
    stage.sandbox.plan_fault(download_fails(1, NOT_FOUND));
    stage.turn().await;
    assert_eq!(stage.file(id).await.state, MediaState::Stored);

    let id = stage.customer_sends(png(8, 8, 2_001)).await;
    stage.sandbox.plan_fault(download_fails(2, NOT_FOUND));
    stage.turn().await;
    assert_eq!(stage.file(id).await.state, MediaState::Waiting);
    assert_eq!(stage.turn().await, 0, "it waits its pause");
    stage.pass(Duration::from_secs(5));
    assert_eq!(stage.turn().await, 1);
    assert_eq!(stage.file(id).await.state, MediaState::Stored);
}

#[tokio::test]
async fn f27_a_file_whose_id_has_died_is_shown_as_expired() {
    let stage = Stage::set().await;
    let id = stage.customer_sends(png(8, 8, 2_000)).await;
    stage.sandbox.begin_outage();
    stage.turn().await;
    assert_eq!(stage.file(id).await.state, MediaState::Waiting);
    stage.sandbox.end_outage();
    stage.pass(WEEK);
    stage.turn().await;
    assert_eq!(stage.file(id).await.state, MediaState::Expired);
    assert!(stage.files_under("sha256").is_empty());
}

#[tokio::test]
async fn f27_a_refused_token_pauses_the_channel_and_a_new_one_brings_the_file() {
    let stage = Stage::set().await;
    let id = stage.customer_sends(png(8, 8, 2_000)).await;
    let change = |access_token: Option<&str>, token_expired| NumberChange {
        access_token: access_token.map(str::to_owned),
        token_expired: Some(token_expired),
        ..NumberChange::default()
    };
    stage
        .sandbox
        .change_number(NUMBER, change(None, true))
        .expect("the number");
    stage.turn().await;
    let paused = stage.channel().await.paused.expect("a pause");
    assert_eq!(paused.reason, PauseReason::TokenRejected);
    assert_eq!(paused.failure.and_then(|failure| failure.code), Some(190));
    stage.pass(Duration::from_mins(10));
    assert_eq!(
        stage.turn().await,
        0,
        "nothing is asked with a refused token"
    );

    stage
        .sandbox
        .change_number(NUMBER, change(Some("new"), false))
        .expect("the number");
    let patch = ChannelPatch {
        access_token: Some("new".to_owned().into()),
        ..ChannelPatch::default()
    };
    let patched = stage
        .desk
        .update_channel(&Actor::System, stage.channel, patch);
    patched.await.expect("a patch");
    stage.turn().await;
    assert_eq!(stage.file(id).await.state, MediaState::Stored);
}

#[tokio::test]
async fn f27_a_401_from_the_files_host_suspects_the_token_too() {
    let stage = Stage::set().await;
    stage.customer_sends(png(8, 8, 2_000)).await;
    let unauthorized = FaultKind::Status {
        http_status: 401,
        retry_after: None,
    };
    stage.sandbox.plan_fault(download_fails(1, unauthorized));
    stage.turn().await;
    let paused = stage.channel().await.paused.expect("a pause");
    assert_eq!(paused.reason, PauseReason::TokenRejected);
}

#[tokio::test]
async fn f27_a_file_that_is_cut_leaves_nothing_and_comes_whole_later() {
    let stage = Stage::set().await;
    for size in [2_000, 1_500_000] {
        let picture = png(8, 8, size);
        let id = stage.customer_sends(picture.clone()).await;
        let kept_before = stage.files_under("sha256").len();
        stage
            .sandbox
            .plan_fault(download_fails(1, FaultKind::CutMidBody));
        stage.turn().await;
        assert_eq!(stage.file(id).await.state, MediaState::Waiting);
        assert_eq!(stage.files_under("sha256").len(), kept_before);
        assert!(stage.files_under(ARRIVING).is_empty());
        stage.pass(Duration::from_mins(1));
        stage.turn().await;
        let key = stage.file(id).await.storage_key.expect("a key");
        assert_eq!(stage.kept(&key).await, picture.bytes);
    }
}

#[tokio::test]
async fn f27_a_size_that_is_a_lie_harms_nothing_when_the_digest_is_right() {
    let stage = Stage::set().await;
    let id = stage.customer_sends(png(8, 8, 2_000)).await;
    for claimed in [1, 10_000_000_000] {
        stage
            .lie(
                id,
                MediaLie {
                    claimed_size: Some(claimed),
                    ..MediaLie::default()
                },
            )
            .await;
    }
    stage.turn().await;
    assert_eq!(stage.file(id).await.bytes, Some(2_000));
}

#[tokio::test]
async fn f27_a_file_with_another_digest_is_never_kept() {
    let stage = Stage::set().await;
    let wrong = "00".repeat(32);
    let id = stage
        .customer_sends_as(png(8, 8, 600_000), Some(wrong.clone()))
        .await;
    stage
        .lie(
            id,
            MediaLie {
                claimed_sha256: Some(wrong),
                ..MediaLie::default()
            },
        )
        .await;
    for _ in 0..5 {
        assert_eq!(stage.turn().await, 1);
        assert_eq!(stage.file(id).await.state, MediaState::Waiting);
        stage.pass(Duration::from_hours(6));
    }
    stage.turn().await;
    assert_eq!(stage.file(id).await.state, MediaState::Refused);
    assert!(stage.files_under("sha256").is_empty());
    assert!(stage.files_under(ARRIVING).is_empty());
}

#[tokio::test]
async fn f27_more_than_a_hundred_megabytes_are_refused_whatever_was_announced() {
    for length in [Length::Told, Length::Untold] {
        let host = file_host::begin(LARGEST + 1, length).await;
        let stage = Stage::set().await.with_host(&host);
        let id = stage.hears_of_file("77", None).await;
        stage.turn().await;
        assert_eq!(stage.file(id).await.state, MediaState::Refused);
        assert!(stage.files_under("sha256").is_empty());
        assert!(stage.files_under(ARRIVING).is_empty());
    }
}

#[tokio::test]
async fn f27_the_largest_file_costs_less_than_16_megabytes_of_memory() {
    let stage = Stage::set().await;
    // A small file first, so that what is made once does not count.
    stage.customer_sends(png(8, 8, 600_000)).await;
    stage.turn().await;
    let stage = stage.with_host(&file_host::begin(LARGEST, Length::Told).await);
    let id = stage.hears_of_file("77", None).await;
    let before = memory::resident();
    memory::forget_peak();
    stage.turn().await;
    let grown = memory::peak().saturating_sub(before);
    assert_eq!(stage.file(id).await.bytes, Some(LARGEST));
    assert!(grown < 16 * 1024, "memory grew by {grown} kB");
}

/// Memory of this process by the kernel's books, in kB; nextest gives each test a process of its own.
mod memory {
    fn line(name: &str) -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
        let line = status.lines().find(|line| line.starts_with(name));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
        kilobytes
            .and_then(|text| text.parse().ok())
            .expect("a number of kB")
    }

    pub fn resident() -> u64 {
        line("VmRSS:")
    }

    pub fn peak() -> u64 {
        line("VmHWM:")
    }

    pub fn forget_peak() {
        std::fs::write("/proc/self/clear_refs", "5").expect("our own books");
    }
}

#[tokio::test]
async fn a_store_that_is_away_costs_no_file() {
    let stage = Stage::set().await;
    let id = stage.customer_sends(png(8, 8, 2_000)).await;
    let blocked = stage.folder().join("sha256");
    std::fs::write(&blocked, "in the way").expect("a file");
    stage.turn().await;
    assert_eq!(stage.file(id).await.state, MediaState::Waiting);
    std::fs::remove_file(&blocked).expect("the file");
    stage.pass(Duration::from_mins(1));
    stage.turn().await;
    assert_eq!(stage.file(id).await.state, MediaState::Stored);
}

struct Silent;

impl Report for Silent {
    fn came_round(&self, _: &'static str) {}
}

#[tokio::test]
async fn the_consumer_fetches_at_once_and_gives_back_what_it_cannot_finish() {
    let stage = Stage::set().await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(stage.consumer().run(Arc::new(Silent), stop.clone()));
    let id = stage.customer_sends(png(8, 8, 2_000)).await;
    stage.until_settled(id).await;
    assert_eq!(stage.file(id).await.state, MediaState::Stored);

    stage
        .sandbox
        .plan_fault(download_fails(1, FaultKind::Hang { ms: 60_000 }));
    let id = stage.customer_sends(png(8, 8, 2_001)).await;
    stage.until_download(2).await;
    stop.cancel();
    running.await.expect("no panic");
    assert_eq!(stage.file(id).await.state, MediaState::Waiting);
    assert_eq!(stage.turn().await, 1, "the next process begins at once");
    assert_eq!(stage.file(id).await.state, MediaState::Stored);
}

#[tokio::test]
async fn a_backup_sees_whole_files_and_not_those_that_still_arrive() {
    let stage = Stage::set().await;
    let id = stage.customer_sends(png(8, 8, 2_000)).await;
    stage.turn().await;
    let key = stage.file(id).await.storage_key.expect("a key");
    let arriving = stage.folder().join(ARRIVING);
    std::fs::create_dir_all(&arriving).expect("a folder");
    for unfinished in [
        arriving.join("one"),
        stage.folder().join(format!("{key}#1")),
    ] {
        std::fs::write(unfinished, "half").expect("a file");
    }
    let mut seen = Vec::new();
    let visited = files::visit_files(&stage.folder(), |path| -> Result<(), files::StoreError> {
        seen.push(path.to_string_lossy().into_owned());
        Ok(())
    });
    visited.expect("a folder");
    assert_eq!(seen, [key]);
}
