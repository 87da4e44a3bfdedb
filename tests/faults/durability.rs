//! F2: what is acknowledged has reached the disk, not only the operating system.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use guiche_tests::support::{Client, Database, Installation, webhook};
use reqwest::StatusCode;
use tokio::process::{Child, Command};

use super::PATIENCE;
use crate::use_cases::Scene;

/// Writes down which system calls flush a file, as the kernel sees them.
struct Flushes {
    tracer: Child,
    record: std::path::PathBuf,
}

impl Flushes {
    async fn of(desk: &Installation) -> Self {
        let record = desk.folder().join("flushes");
        let tracer = Command::new("strace")
            .args(["-f", "-e", "trace=fsync,fdatasync", "-p"])
            .arg(desk.process_id().to_string())
            .arg("-o")
            .arg(&record)
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("strace, which .ci/dependencies installs");
        let status = format!("/proc/{}/status", desk.process_id());
        let attached = async {
            while !is_traced(Path::new(&status)) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(PATIENCE, attached)
            .await
            .expect("the program can be traced");
        Self { tracer, record }
    }

    fn count(&self) -> usize {
        let record = std::fs::read_to_string(&self.record).expect("the record");
        let finished = |line: &&str| {
            line.contains("sync(") && !line.contains("unfinished") || line.contains("sync resumed")
        };
        record.lines().filter(finished).count()
    }

    async fn end(mut self) {
        let id = self.tracer.id().expect("it traces").to_string();
        let asked = Command::new("kill").args(["-INT", &id]).status().await;
        assert!(asked.expect("kill").success());
        self.tracer.wait().await.expect("its end");
    }
}

fn is_traced(status: &Path) -> bool {
    let status = std::fs::read_to_string(status).expect("the program runs");
    let tracer = status
        .lines()
        .find_map(|line| line.strip_prefix("TracerPid:"));
    tracer.is_some_and(|id| id.trim() != "0")
}

#[tokio::test]
async fn f2_nothing_is_acknowledged_before_the_disk_has_it() {
    let desk = Installation::start(Database::Sqlite).await;
    let scene = Scene::set(&desk).await;
    let ana = Client::person(&desk, "ana").await;
    let flushes = Flushes::of(&desk).await;
    // One after the other: nothing can share a flush, and what the program does besides only adds to them.
    for number in 0..20 {
        let before = flushes.count();
        let wamid = format!("wamid.flush.{number}");
        let body = webhook::text("5561980000001", "Bia", &wamid, 1_795_000_000, "Oi");
        assert_eq!(webhook::post(&desk, &body).await, StatusCode::OK);
        assert!(flushes.count() > before, "webhook {number} was not flushed");
    }
    desk.store().understood().await;
    for number in 0..5 {
        let before = flushes.count();
        let sent = ana
            .send(&scene.conversation, &format!("Resposta {number}"))
            .await;
        assert!(sent["message"]["id"].is_string(), "{sent}");
        assert!(flushes.count() > before, "answer {number} was not flushed");
    }
    flushes.end().await;
    desk.finish().await;
}
