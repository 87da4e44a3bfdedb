//! F12 to F15, F31: the database's disk is full, its file is locked, its server is gone, or writes are forbidden.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use guiche_tests::support::storm::{self, Storm};
use guiche_tests::support::{Client, Database, Differences, Installation, Socket, webhook};
use reqwest::StatusCode;
use sandbox::DeliverySettings;
use sea_orm::ConnectionTrait;
use serde_json::Value;
use test_postgres::Cluster;

use super::PATIENCE;
use crate::use_cases::Scene;

/// How long the program may take to find its database again.
const HEALS_WITHIN: Duration = Duration::from_secs(20);

/// A file system of its own, which is soon full.
pub(super) struct SmallDisk(pub(super) PathBuf);

impl SmallDisk {
    pub(super) fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder").keep();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(&folder)
            .status()
            .is_ok_and(|status| status.success());
        if !mounted {
            eprintln!("SKIPPED: a small disk cannot be mounted; run this test as root");
        }
        mounted.then_some(Self(folder))
    }

    pub(super) fn fill(&self) {
        let zeros = vec![0; 1 << 16];
        let mut file = std::fs::File::create(self.filler()).expect("a file");
        while std::io::Write::write(&mut file, &zeros).is_ok_and(|written| written > 0) {}
    }

    pub(super) fn empty(&self) {
        std::fs::remove_file(self.filler()).expect("the filler");
    }

    fn filler(&self) -> PathBuf {
        Path::new(&self.0).join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
        let _ = std::fs::remove_dir(&self.0);
    }
}

async fn is_ready(desk: &Installation) -> bool {
    crate::get(desk, "/readyz").await.status() == StatusCode::OK
}

#[tokio::test]
async fn f12_a_full_disk_refuses_clearly_and_recovers_alone() {
    let Some(small) = SmallDisk::mount(48) else {
        return;
    };
    let differences = Differences {
        folder: Some(small.0.clone()),
        ..Differences::default()
    };
    let desk = Installation::start_with(Database::Sqlite, differences).await;
    let impatient = DeliverySettings {
        retry_scale: 0.02,
        ..DeliverySettings::default()
    };
    desk.sandbox.set_delivery(impatient);
    let mut scene = Scene::set(&desk).await;
    small.fill();
    // What SQLite still has room for inside its files is taken, and truly kept.
    let (mut taken, mut refused) = (storm::Bodies::new(), storm::Bodies::new());
    while refused.len() < 3 {
        let wamid = format!("wamid.storm.{}", taken.len() + refused.len());
        let text = "x".repeat(200_000);
        let body = webhook::text("5561980000001", "Bia", &wamid, 1_795_000_000, &text);
        let body = body.to_string().into_bytes();
        match webhook::post_raw(&desk, body.clone()).await {
            StatusCode::OK => taken.insert(wamid, body),
            StatusCode::SERVICE_UNAVAILABLE => refused.insert(wamid, body),
            other => panic!("{other}"),
        };
    }
    let sent = scene
        .watch
        .client
        .send(&scene.conversation, &"x".repeat(4_000))
        .await;
    assert_eq!(sent["error"]["code"], "STORAGE_FULL", "{sent}");
    assert_eq!(crate::get(&desk, "/healthz").await.status(), StatusCode::OK);
    assert_eq!(
        scene.now().await["contact"]["name"],
        "Ada",
        "reading goes on"
    );
    desk.says(&scene.ada, "Enquanto o disco está cheio");
    small.empty();
    let conversation = scene.conversation.clone();
    scene
        .watch
        .texts(&conversation, &["Oi!", "Enquanto o disco está cheio"])
        .await;
    let sent = scene.watch.client.send(&conversation, "Voltamos").await;
    scene.watch.delivery(&sent["message"]["id"], "READ").await;
    storm::repeat(&desk, &refused).await;
    desk.store().understood().await;
    let stored = "SELECT count(*) FROM message WHERE wamid LIKE 'wamid.storm.%'";
    let all = i64::try_from(taken.len() + refused.len()).expect("few");
    assert_eq!(desk.store().count(stored).await, all);
    desk.finish().await;
}

#[tokio::test]
async fn f13_a_locked_database_refuses_in_time_and_writes_nothing_by_halves() {
    let desk = Installation::start(Database::Sqlite).await;
    let scene = Scene::set(&desk).await;
    let other = desk.store().connect().await;
    other
        .execute_unprepared("BEGIN IMMEDIATE")
        .await
        .expect("the lock");
    let storm = Storm::default();
    let began = Instant::now();
    let (wamid, body) = storm.next();
    let status = webhook::post_raw(&desk, body.clone()).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    let waited = began.elapsed();
    let in_time = Duration::from_secs(3)..Duration::from_secs(15);
    assert!(
        in_time.contains(&waited),
        "as long as SQLite waits, and no longer: {waited:?}"
    );
    assert_eq!(
        scene.now().await["contact"]["name"],
        "Ada",
        "reading goes on"
    );
    other
        .execute_unprepared("ROLLBACK")
        .await
        .expect("the lock is given back");
    other.close().await.expect("an idle connection");
    storm::repeat(&desk, &storm::Bodies::from([(wamid, body)])).await;
    desk.store().understood().await;
    assert!(!desk.log().contains("panicked"), "{}", desk.log());
    desk.finish().await;
}

/// Also F31: "200, but nothing happens" is impossible, and a program that cannot work says so.
#[tokio::test]
async fn f14_a_crash_of_postgresql_under_load_loses_nothing_and_heals_by_itself() {
    let cluster = Cluster::start();
    let differences = Differences {
        database_url: Some(cluster.url()),
        ..Differences::default()
    };
    let desk = Installation::start_with(Database::Postgres, differences).await;
    let ana = Client::person(&desk, "ana").await;
    let mut socket = Socket::live(&desk, &ana).await;
    let blowing = Storm::default().blow(&desk, 100);
    first_event(&mut socket).await;
    cluster.crash();
    assert!(!is_ready(&desk).await);
    assert_eq!(crate::get(&desk, "/healthz").await.status(), StatusCode::OK);
    cluster.go_on();
    let back = Instant::now();
    while !is_ready(&desk).await {
        assert!(
            back.elapsed() < HEALS_WITHIN,
            "it does not heal: {}",
            desk.log()
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (acknowledged, refused) = blowing.stop().await;
    all_are_there(&desk, &acknowledged, &refused, &mut socket).await;
    desk.finish().await;
}

#[tokio::test]
async fn f14_connections_that_are_cut_under_load_lose_nothing() {
    let desk = Installation::start(Database::Postgres).await;
    let ana = Client::person(&desk, "ana").await;
    let mut socket = Socket::live(&desk, &ana).await;
    let blowing = Storm::default().blow(&desk, 100);
    first_event(&mut socket).await;
    for _ in 0..super::rounds(5) {
        cut_connections(&desk).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let (acknowledged, refused) = blowing.stop().await;
    all_are_there(&desk, &acknowledged, &refused, &mut socket).await;
    desk.finish().await;
}

#[tokio::test]
async fn f15_a_database_that_may_only_be_read_takes_no_webhook() {
    let desk = Installation::start(Database::Postgres).await;
    let scene = Scene::set(&desk).await;
    let name = desk
        .store()
        .texts("SELECT current_database()::text")
        .await
        .remove(0);
    let forbid = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
    desk.store().execute(&forbid).await;
    cut_connections(&desk).await;
    let (wamid, body) = Storm::default().next();
    let status = webhook::post_raw(&desk, body.clone()).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        scene.now().await["contact"]["name"],
        "Ada",
        "reading goes on"
    );
    assert!(!is_ready(&desk).await);
    let operator = desk.store().connect().await;
    for sql in [
        "SET default_transaction_read_only = off".to_owned(),
        format!("ALTER DATABASE {name} RESET default_transaction_read_only"),
    ] {
        operator
            .execute_unprepared(&sql)
            .await
            .expect("an operator may");
    }
    operator.close().await.expect("an idle connection");
    cut_connections(&desk).await;
    storm::repeat(&desk, &storm::Bodies::from([(wamid, body)])).await;
    desk.finish().await;
}

async fn cut_connections(desk: &Installation) {
    let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    desk.store().count(cut).await;
}

fn is_message(event: &Value) -> bool {
    event["__typename"] == "MessageAdded" && event["message"]["direction"] == "INBOUND"
}

async fn first_event(socket: &mut Socket) {
    socket.event_where(is_message).await;
}

/// What was acknowledged is stored, and the socket, which never closed, has told everything once.
async fn all_are_there(
    desk: &Installation,
    acknowledged: &storm::Bodies,
    refused: &storm::Bodies,
    socket: &mut Socket,
) {
    desk.store().understood().await;
    let stored = desk
        .store()
        .texts("SELECT wamid FROM message WHERE wamid IS NOT NULL")
        .await;
    for wamid in acknowledged.keys() {
        assert!(
            stored.contains(wamid),
            "{wamid} was acknowledged and is lost"
        );
    }
    storm::repeat(desk, refused).await;
    desk.store().understood().await;
    let mut told = std::collections::BTreeSet::new();
    // The first was taken from the socket before.
    let all = acknowledged.len() + refused.len() - 1;
    let telling = async {
        while told.len() < all {
            let event = socket.event_where(is_message).await;
            assert!(
                told.insert(event["message"]["id"].to_string()),
                "told twice"
            );
        }
    };
    tokio::time::timeout(PATIENCE, telling)
        .await
        .expect("the socket catches up");
}
