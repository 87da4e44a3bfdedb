//! Files that agents send: whole, once, in order, and only what WhatsApp takes.

use std::time::Duration;

use guiche_tests::on_both_databases;
use guiche_tests::support::upload::{at_meta, send_file, upload, uploads};
use guiche_tests::support::{Client, Installation};
use sandbox::{CallKind, CallQuery, FaultKind, FaultPlan};
use serde_json::{Value, json};

use super::Scene;

const PATIENCE: Duration = Duration::from_mins(1);

on_both_databases!(
    a_picture_and_a_document_reach_the_customer_as_they_were,
    an_equal_file_goes_up_to_meta_once,
    what_whatsapp_refuses_is_refused_by_its_bytes_before_anything_is_kept,
    a_file_is_brought_by_those_who_may_send_and_from_nowhere_else,
    metas_trouble_with_a_file_delays_its_message_and_keeps_the_order,
    an_id_that_meta_has_forgotten_is_replaced,
);

/// A picture's beginning and enough bytes for several pieces.
pub fn jpeg(size: usize) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
    // Start of frame: eight bits, 480 by 640, three components.
    bytes.extend(b"\xff\xc0\0\x11\x08\x01\xe0\x02\x80\x03\x01\x22\0\x02\x11\x01\x03\x11\x01");
    let filler = (bytes.len()..size).map(|index| u8::try_from(index % 251).expect("a byte"));
    bytes.extend(filler);
    bytes
}

/// A document's beginning and as many bytes as wanted.
pub fn pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((bytes.len()..size).map(|index| u8::try_from(index % 253).expect("a byte")));
    bytes
}

const JPEG: (&str, &str, &str) = ("image", "image/jpeg", "praia.jpg");
const PDF: (&str, &str, &str) = ("document", "application/pdf", "or%C3%A7amento.pdf");

fn calls(desk: &Installation, kind: CallKind) -> Vec<sandbox::Call> {
    desk.sandbox.calls(&CallQuery::of(kind))
}

async fn brings(
    desk: &Installation,
    client: &Client,
    what: (&str, &str, &str),
    bytes: Vec<u8>,
) -> Value {
    let (status, brought) = upload(desk, client, what, bytes).await;
    assert_eq!(status, 201, "{brought}");
    brought
}

async fn a_picture_and_a_document_reach_the_customer_as_they_were(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let (picture, document) = (jpeg(700_001), pdf(300_000));
    let one = brings(desk, &ana, JPEG, picture.clone()).await;
    assert_eq!(
        (&one["kind"], &one["mimeType"], &one["byteSize"]),
        (&json!("image"), &json!("image/jpeg"), &json!(700_001))
    );
    assert_eq!((&one["width"], &one["height"]), (&json!(640), &json!(480)));
    let other = brings(desk, &ana, PDF, document.clone()).await;
    let first = send_file(&ana, &scene.conversation, &one, Some(" A *praia* ")).await;
    let second = send_file(&ana, &scene.conversation, &other, None).await;
    for sent in [&first, &second] {
        assert_eq!(sent["error"], json!(null));
        scene.watch.delivery(&sent["message"]["id"], "READ").await;
    }
    let posted = calls(desk, CallKind::Message);
    assert_eq!(posted.len(), 2);
    let (image, file) = (&posted[0].body["image"], &posted[1].body["document"]);
    assert_eq!(image["caption"], "A *praia*");
    assert_eq!(file["filename"], "orçamento.pdf");
    assert!(at_meta(desk, &image["id"]).await == picture, "byte by byte");
    assert!(at_meta(desk, &file["id"]).await == document, "byte by byte");

    let shown = ana.message(&first["message"]["id"]).await.expect("shown");
    let url = shown["content"]["url"].as_str().expect("a path");
    let (cookie, _) = ana.credentials();
    let mine = guiche_tests::http()
        .get(desk.url(url))
        .header("cookie", cookie.expect("a cookie"));
    let mine = mine.send().await.expect("an answer");
    assert!(mine.bytes().await.expect("a body") == picture);
}

async fn an_equal_file_goes_up_to_meta_once(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    for _ in 0..3 {
        let brought = brings(desk, &ana, JPEG, jpeg(9_000)).await;
        let sent = send_file(&ana, &scene.conversation, &brought, None).await;
        scene.watch.delivery(&sent["message"]["id"], "READ").await;
    }
    assert_eq!(calls(desk, CallKind::Message).len(), 3);
    assert_eq!(calls(desk, CallKind::MediaUpload).len(), 1);
}

/// Why, as what it is sent, the bytes, and the answer.
type Case = (
    &'static str,
    (&'static str, &'static str, &'static str),
    Vec<u8>,
    u16,
    &'static str,
);

async fn what_whatsapp_refuses_is_refused_by_its_bytes_before_anything_is_kept(
    desk: &mut Installation,
) {
    let ana = Client::person(desk, "ana").await;
    let mut large = jpeg(5 * 1024 * 1024);
    large.push(0);
    let html = b"<html><script>alert(1)</script></html>".to_vec();
    let table: [Case; 8] = [
        ("too large", JPEG, large, 413, "FILE_TOO_LARGE"),
        (
            "a page called a picture",
            JPEG,
            html.clone(),
            415,
            "FILE_TYPE_REFUSED",
        ),
        (
            "a page called a text",
            ("document", "text/plain", "x.txt"),
            html,
            415,
            "FILE_TYPE_REFUSED",
        ),
        (
            "a PDF called a picture",
            JPEG,
            pdf(100),
            415,
            "FILE_TYPE_REFUSED",
        ),
        (
            "a program",
            PDF,
            b"MZ\x90\0\x03".to_vec(),
            415,
            "FILE_TYPE_REFUSED",
        ),
        ("nothing", PDF, Vec::new(), 422, "FILE_DAMAGED"),
        (
            "a picture's first bytes",
            JPEG,
            b"\xff\xd8\xff\xe0".to_vec(),
            422,
            "FILE_DAMAGED",
        ),
        (
            "no kind",
            ("music", "audio/mpeg", "x"),
            jpeg(10),
            400,
            "INVALID_INPUT",
        ),
    ];
    for (what, kind, bytes, status, code) in table {
        let (found, answer) = upload(desk, &ana, kind, bytes).await;
        assert_eq!(
            (found, &answer["error"]["code"]),
            (status, &json!(code)),
            "{what}"
        );
        let limit = (code == "FILE_TOO_LARGE").then_some(5 * 1024 * 1024);
        assert_eq!(answer["error"]["limit"], json!(limit), "{what}");
    }
    // Without an announced length, the limit still ends it.
    let pieces = (0..200).map(|_| Ok::<_, std::io::Error>(vec![0xff_u8; 64 * 1024]));
    let endless = reqwest::Body::wrap_stream(futures_util::stream::iter(pieces));
    let (status, answer) = upload(desk, &ana, JPEG, endless).await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (413, &json!("FILE_TOO_LARGE"))
    );
}

async fn a_file_is_brought_by_those_who_may_send_and_from_nowhere_else(desk: &mut Installation) {
    let ana = Client::person(desk, "ana").await;
    let sender = Client::integrator(desk, &["send"]).await;
    let reader = Client::integrator(desk, &["read"]).await;
    let table = [
        ("an agent", ana, 201),
        ("a program that sends", sender, 201),
        ("a program that reads", reader, 403),
        ("nobody", Client::anonymous(desk), 401),
        (
            "a wrong token",
            Client::with_token(desk, "guiche_wrong"),
            401,
        ),
    ];
    for (who, client, expected) in &table {
        let (status, answer) = upload(desk, client, JPEG, jpeg(2_000)).await;
        assert_eq!(status, *expected, "{who}: {answer}");
    }
    let ana = &table[0].1;
    let forged = uploads(desk, ana, "image", "image/jpeg")
        .header("sec-fetch-site", "cross-site")
        .body(jpeg(2_000));
    assert_eq!(forged.send().await.expect("an answer").status(), 403);
    let (cookie, _) = ana.credentials();
    let form = guiche_tests::http()
        .post(desk.url("/media/uploads?kind=image"))
        .header("cookie", cookie.expect("a cookie"))
        .body(jpeg(2_000));
    let refused = form.send().await.expect("an answer");
    assert_eq!(
        refused.status(),
        403,
        "a form of another site has no client header"
    );
}

fn fault(kind: FaultKind, path: &str, times: u32) -> FaultPlan {
    FaultPlan {
        method: Some("POST".into()),
        path: path.into(),
        body_contains: None,
        times,
        skip: 0,
        kind,
        takes_effect: None,
    }
}

async fn metas_trouble_with_a_file_delays_its_message_and_keeps_the_order(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let server_error = FaultKind::Html { http_status: 503 };
    desk.sandbox.plan_fault(fault(server_error, "/media", 1));
    let brought = brings(desk, &ana, JPEG, jpeg(50_000)).await;
    let picture = send_file(&ana, &scene.conversation, &brought, None).await;
    let text = ana.send(&scene.conversation, "Como combinado").await;
    scene
        .watch
        .delivery(&picture["message"]["id"], "READ")
        .await;
    scene.watch.delivery(&text["message"]["id"], "READ").await;
    let kinds: Vec<_> = calls(desk, CallKind::Message)
        .into_iter()
        .map(|call| call.body["type"].clone())
        .collect();
    assert_eq!(kinds, ["image", "text"], "each once, in order");
    assert_eq!(
        calls(desk, CallKind::MediaUpload).len(),
        2,
        "repeated by itself"
    );
}

async fn an_id_that_meta_has_forgotten_is_replaced(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let brought = brings(desk, &ana, JPEG, jpeg(9_000)).await;
        let sent = send_file(&ana, &scene.conversation, &brought, None).await;
        scene.watch.delivery(&sent["message"]["id"], "READ").await;
        let posted = calls(desk, CallKind::Message);
        let id = posted.last().expect("a call").body["image"]["id"].clone();
        let address = format!(
            "{}/v25.0/{}",
            desk.sandbox.base_url().trim_end_matches('/'),
            id.as_str().expect("an id")
        );
        let removed = guiche_tests::http()
            .delete(address)
            .bearer_auth(guiche_tests::support::ACCESS_TOKEN);
        assert_eq!(removed.send().await.expect("an answer").status(), 200);
        ids.push(id);
    }
    assert_ne!(ids[0], ids[1]);
    assert_eq!(calls(desk, CallKind::MediaUpload).len(), 2);
    assert!(desk.sandbox.settled(PATIENCE).await);
}
