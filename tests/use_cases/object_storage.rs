//! Files in an object store instead of a folder: the same for everybody, large ones in parts.

use std::path::Path;

use guiche_tests::fakes::S3;
use guiche_tests::support::installation::Differences;
use guiche_tests::support::upload::{at_meta, send_file, upload};
use guiche_tests::support::{Client, Database, Installation};
use reqwest::{Response, StatusCode};
use sandbox::{Content, MediaFile, Say};
use serde_json::json;

use super::Scene;
use super::sending_files::{jpeg, pdf};

/// More than two of the parts in which an object store takes files.
const LARGE: usize = 12 * 1024 * 1024;

async fn fetch(desk: &Installation, client: &Client, path: &str, range: Option<&str>) -> Response {
    let (cookie, _) = client.credentials();
    let request = guiche_tests::http()
        .get(desk.url(path))
        .header("cookie", cookie.expect("a cookie"));
    let request = match range {
        Some(range) => request.header("range", range),
        None => request,
    };
    request.send().await.expect("an answer")
}

/// Whole files below a folder; what still arrives is none.
fn files_in(folder: &Path) -> Vec<u64> {
    let mut sizes = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        for entry in entries {
            let entry = entry.expect("an entry");
            let about = entry.metadata().expect("its size");
            if about.is_dir() {
                folders.push(entry.path());
            } else {
                sizes.push(about.len());
            }
        }
    }
    sizes.sort_unstable();
    sizes
}

#[tokio::test]
async fn files_come_go_and_are_kept_once_in_an_object_store() {
    let s3 = S3::start().await.expect("an S3 server");
    let mut differences = Differences::default().with("GUICHE_MEDIA_URL", s3.url("desk"));
    for (name, value) in s3.variables() {
        differences = differences.with(name, value);
    }
    let desk = Installation::start_with(Database::Sqlite, differences).await;
    let mut scene = Scene::set(&desk).await;
    let ana = Client::person(&desk, "ana").await;

    let picture = jpeg(700_001);
    let file = MediaFile::new("image/jpeg", picture.clone());
    let content = Content::Image {
        file: Some(file),
        caption: None,
    };
    desk.sandbox
        .say(&scene.ada.key, Say::new(content))
        .expect("said");
    let url = async |client: &Client| {
        let conversation = client.conversation_with("Ada").await?;
        let message = client.message(&conversation["lastMessage"]["id"]).await?;
        message["content"]["url"].as_str().map(str::to_owned)
    };
    let url = scene.watch.until("the picture is there", url).await;
    let whole = fetch(&desk, &ana, &url, None).await;
    assert_eq!(whole.status(), StatusCode::OK);
    assert!(
        whole.bytes().await.expect("a body") == picture,
        "byte by byte"
    );
    let part = fetch(&desk, &ana, &url, Some("bytes=699990-")).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert!(part.bytes().await.expect("a body") == picture[699_990..]);

    let document = pdf(LARGE);
    for _ in 0..2 {
        let what = ("document", "application/pdf", "contrato.pdf");
        let (status, brought) = upload(&desk, &ana, what, document.clone()).await;
        assert_eq!(status, 201, "{brought}");
        let sent = send_file(&ana, &scene.conversation, &brought, None).await;
        assert_eq!(sent["error"], json!(null));
        scene.watch.delivery(&sent["message"]["id"], "READ").await;
    }
    let posted = desk.sandbox.calls(&sandbox::CallQuery::messages());
    for call in &posted {
        let at_meta = at_meta(&desk, &call.body["document"]["id"]).await;
        assert!(at_meta == document, "byte by byte");
    }
    let kept = files_in(&s3.bucket().join("desk"));
    let sizes = [picture.len() as u64, document.len() as u64];
    assert_eq!(kept, sizes, "the document was sent twice and is kept once");
    assert_eq!(
        files_in(&desk.folder().join("media")),
        [0_u64; 0],
        "nothing stays here"
    );
    desk.finish().await;
}
