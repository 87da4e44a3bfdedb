//! Files up and down.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Multipart, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Redirect;
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::json;
use url::Url;

use super::wires::{Behaviour, Wire};
use super::{Seen, TOKEN, client, number, seen, serve, token};
use crate::client::{CallError, Download, DownloadError, Upload};

async fn whole(download: Download) -> Result<Vec<u8>, DownloadError> {
    let chunks: Vec<Bytes> = download.into_stream().try_collect().await?;
    Ok(chunks.concat())
}

fn address(base: &Url, path: &str) -> Url {
    base.join(path).expect("an address")
}

#[tokio::test]
async fn the_address_of_a_file_is_asked_for_with_the_number_that_owns_it() {
    let queries: Seen<Option<String>> = Arc::default();
    let describe = |State(queries): State<Seen<Option<String>>>, RawQuery(query): RawQuery| async move {
        queries.lock().expect("no handler panicked").push(query);
        Json(json!({
            "messaging_product": "whatsapp", "url": "https://lookaside.fbsbx.com/x?mid=7",
            "mime_type": "audio/ogg; codecs=opus", "sha256": "abc", "file_size": "1234", "id": "7",
        }))
    };
    let routes = Router::new()
        .route("/v25.0/7", get(describe))
        .with_state(Arc::clone(&queries));
    let base = serve(routes).await;
    let file = client(&base)
        .fetch_media_address(&token(), &number(), "7")
        .await
        .expect("known");
    assert_eq!(file.url.as_str(), "https://lookaside.fbsbx.com/x?mid=7");
    assert_eq!(file.mime_type.as_deref(), Some("audio/ogg; codecs=opus"));
    assert_eq!(file.file_size, Some(1_234));
    let query = "phone_number_id=200300400500600".to_owned();
    assert_eq!(seen(&queries), [Some(query)]);
}

#[tokio::test]
async fn an_answer_without_an_address_is_no_address() {
    let base = serve(Router::new().route("/v25.0/7", get(|| async { Json(json!({})) }))).await;
    let result = client(&base)
        .fetch_media_address(&token(), &number(), "7")
        .await;
    assert!(
        matches!(result, Err(CallError::Unclear { .. })),
        "{result:?}"
    );
}

/// A file host: `/file` in one piece, `/stream` in many without a length, and refusals.
fn host(visits: Seen<HeaderMap>) -> Router {
    let file = |State(visits): State<Seen<HeaderMap>>, headers: HeaderMap| async move {
        visits.lock().expect("no handler panicked").push(headers);
        ([("content-type", "image/jpeg")], vec![7_u8; 1_000])
    };
    let pieces = || async {
        let pieces = stream::iter(0..100).map(|_| Ok::<_, std::io::Error>(vec![7_u8; 100]));
        Body::from_stream(pieces)
    };
    Router::new()
        .route("/file", get(file))
        .route("/stream", get(pieces))
        .route("/expired", get(|| async { StatusCode::NOT_FOUND }))
        .route("/denied", get(|| async { StatusCode::UNAUTHORIZED }))
        .route("/moved", get(|| async { Redirect::temporary("/file") }))
        .with_state(visits)
}

#[tokio::test]
async fn a_file_is_fetched_with_the_token() {
    let visits: Seen<HeaderMap> = Arc::default();
    let base = serve(host(Arc::clone(&visits))).await;
    let client = client(&base);
    let download = client
        .download(&token(), &address(&base, "/file"), 1_000)
        .await
        .expect("a file");
    assert_eq!(download.content_type.as_deref(), Some("image/jpeg"));
    assert_eq!(download.length, Some(1_000));
    assert_eq!(whole(download).await.expect("bytes"), vec![7; 1_000]);
    assert_eq!(seen(&visits)[0]["authorization"], format!("Bearer {TOKEN}"));
}

#[tokio::test]
async fn the_token_goes_to_known_hosts_only() {
    let visits: Seen<HeaderMap> = Arc::default();
    let base = serve(Router::new()).await;
    let stranger = serve(host(Arc::clone(&visits))).await;
    let client = client(&base);
    let mut by_name = stranger.clone();
    by_name.set_host(Some("localhost")).expect("a host");
    let forbidden = [
        address(&stranger, "/file"),
        address(&by_name, "/file"),
        Url::parse("http://lookaside.fbsbx.com/x").expect("an address"),
        Url::parse("https://lookaside.fbsbx.com.example/x").expect("an address"),
        Url::parse("https://lookaside.fbsbx.com:8443/x").expect("an address"),
        Url::parse("https://lookaside.fbsbx.com@example.com/x").expect("an address"),
        Url::parse("file:///etc/passwd").expect("an address"),
    ];
    for url in forbidden {
        let result = client.download(&token(), &url, 1_000).await.map(|_| ());
        assert_eq!(result, Err(DownloadError::ForbiddenHost), "{url}");
    }
    assert!(seen(&visits).is_empty());

    let trusting = client.with_media_origin(&stranger);
    trusting
        .download(&token(), &address(&stranger, "/file"), 1_000)
        .await
        .expect("a file");
    assert_eq!(seen(&visits).len(), 1);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_by_its_length_or_while_it_comes() {
    let base = serve(host(Arc::default())).await;
    let client = client(&base);
    let announced = client
        .download(&token(), &address(&base, "/file"), 999)
        .await
        .map(|_| ());
    assert_eq!(announced, Err(DownloadError::TooLarge { limit: 999 }));

    let url = address(&base, "/stream");
    let unannounced = client
        .download(&token(), &url, 9_999)
        .await
        .expect("a beginning");
    assert_eq!(unannounced.length, None);
    assert_eq!(
        whole(unannounced).await,
        Err(DownloadError::TooLarge { limit: 9_999 })
    );
    let fitting = client
        .download(&token(), &url, 10_000)
        .await
        .expect("a file");
    assert_eq!(whole(fitting).await.expect("bytes").len(), 10_000);
}

#[tokio::test]
async fn an_expired_address_is_told_from_a_refusal() {
    let base = serve(host(Arc::default())).await;
    let table = [
        ("/expired", DownloadError::Gone { http_status: 404 }),
        ("/denied", DownloadError::Refused { http_status: 401 }),
        ("/moved", DownloadError::Refused { http_status: 307 }),
    ];
    for (path, expected) in table {
        let result = client(&base)
            .download(&token(), &address(&base, path), 1_000)
            .await;
        assert_eq!(result.map(|_| ()), Err(expected), "{path}");
    }
}

#[tokio::test]
async fn a_transfer_that_breaks_off_is_no_file() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf".to_vec();
    let wire = Wire::that(Behaviour::Answer(head)).await;
    let url = address(&wire.base, "/file");
    let download = client(&wire.base)
        .download(&token(), &url, 1_000)
        .await
        .expect("a beginning");
    let result = whole(download).await;
    assert!(
        matches!(result, Err(DownloadError::Interrupted { .. })),
        "{result:?}"
    );
    assert!(!format!("{result:?}").contains(TOKEN));
}

type Parts = Seen<(Option<String>, Option<String>, Option<String>, Bytes)>;

async fn store(State(parts): State<Parts>, mut form: Multipart) -> Json<serde_json::Value> {
    while let Some(part) = form.next_field().await.expect("a form") {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let (name, filename) = (owned(part.name()), owned(part.file_name()));
        let content_type = owned(part.content_type());
        let content = part.bytes().await.expect("a part");
        let part = (name, filename, content_type, content);
        parts.lock().expect("no handler panicked").push(part);
    }
    Json(json!({ "id": "700000000000001" }))
}

#[tokio::test]
async fn a_file_is_uploaded_in_pieces_with_its_exact_type() {
    let parts: Parts = Arc::default();
    let routes = Router::new()
        .route("/v25.0/200300400500600/media", post(store))
        .with_state(Arc::clone(&parts));
    let base = serve(routes).await;
    let pieces = stream::iter(["voi", "ce"]).map(Ok::<_, std::io::Error>);
    let upload = Upload {
        body: reqwest::Body::wrap_stream(pieces),
        length: 5,
        mime_type: "audio/ogg; codecs=opus".to_owned(),
        filename: "voice.ogg".to_owned(),
    };
    let id = client(&base)
        .upload(&token(), &number(), upload)
        .await
        .expect("an id");
    assert_eq!(id, "700000000000001");
    let text = |text: &str| Some(text.to_owned());
    let expected = [
        (
            text("messaging_product"),
            None,
            None,
            Bytes::from("whatsapp"),
        ),
        (
            text("type"),
            None,
            None,
            Bytes::from("audio/ogg; codecs=opus"),
        ),
        (
            text("file"),
            text("voice.ogg"),
            text("audio/ogg; codecs=opus"),
            Bytes::from("voice"),
        ),
    ];
    assert_eq!(seen(&parts), expected);
}

#[tokio::test]
async fn a_type_that_breaks_the_header_uploads_nothing() {
    let wire = Wire::that(Behaviour::Hang).await;
    let upload = Upload {
        body: reqwest::Body::from("x"),
        length: 1,
        mime_type: "audio/ogg\r\nx: y".to_owned(),
        filename: "voice.ogg".to_owned(),
    };
    let result = client(&wire.base).upload(&token(), &number(), upload).await;
    assert!(
        matches!(result, Err(CallError::NotSent { .. })),
        "{result:?}"
    );
    assert_eq!(wire.requests(), 0);
}
