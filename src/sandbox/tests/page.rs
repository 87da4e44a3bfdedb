//! The page and the files that it shows: nothing of a customer's may run in a browser.

use super::*;
use crate::{Content, MediaFile};

#[tokio::test]
async fn the_page_runs_nothing_inline_and_nothing_foreign() {
    let stage = Stage::set().await;
    for (path, kind) in [
        ("sandbox", "text/html; charset=utf-8"),
        ("sandbox/page/style.css", "text/css; charset=utf-8"),
        ("sandbox/page/app.js", "text/javascript; charset=utf-8"),
        ("sandbox/page/bubbles.js", "text/javascript; charset=utf-8"),
        ("sandbox/reference", "text/plain; charset=utf-8"),
    ] {
        let answer = stage
            .http
            .get(stage.path(path))
            .send()
            .await
            .expect("an answer");
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        assert_eq!(header("content-type"), kind);
        assert_eq!(header("x-content-type-options"), "nosniff");
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
        let body = answer.text().await.expect("text");
        assert!(!body.is_empty(), "{path}");
        assert!(
            !body.contains("innerHTML"),
            "{path} builds no markup from text"
        );
    }
}

#[tokio::test]
async fn files_of_customers_are_shown_or_saved_but_never_run() {
    let stage = Stage::set().await;
    let cases = [
        ("image/png", "image/png", "inline"),
        ("audio/ogg; codecs=opus", "audio/ogg; codecs=opus", "inline"),
        ("text/html", "application/octet-stream", "attachment"),
        ("image/svg+xml", "application/octet-stream", "attachment"),
        ("application/pdf", "application/octet-stream", "attachment"),
    ];
    for (index, (sent, kind, disposition)) in cases.into_iter().enumerate() {
        let content = Content::Document {
            file: Some(MediaFile::new(sent, "<script>alert(1)</script>")),
            filename: None,
            caption: None,
        };
        stage
            .sandbox
            .say(&stage.ada.key, Say::new(content))
            .expect("sent");
        let value = stage.endpoint.wait(index + 1).await[index].value();
        let id = value["messages"][0]["document"]["id"]
            .as_str()
            .expect("an id");
        let answer = stage
            .http
            .get(stage.path(&format!("sandbox/media/{id}")))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.headers()["content-type"], kind);
        assert_eq!(answer.headers()["content-disposition"], disposition);
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert!(
            answer.headers()["content-security-policy"]
                .to_str()
                .expect("ASCII")
                .starts_with("sandbox")
        );
    }
}
