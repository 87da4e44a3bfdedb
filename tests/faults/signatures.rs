//! F8: whoever cannot sign is not heard.

use guiche_tests::on_both_databases;
use guiche_tests::support::installation::APP_SECRET;
use guiche_tests::support::{Installation, webhook};
use reqwest::StatusCode;

on_both_databases!(f8_forged_signatures_are_refused_and_leave_no_trace);

async fn f8_forged_signatures_are_refused_and_leave_no_trace(desk: &mut Installation) {
    let body = webhook::text("5561981234567", "Ada", "wamid.forged", 1_795_000_000, "Oi!");
    let body = body.to_string().into_bytes();
    let right = webhook::signature(APP_SECRET, &body);
    let hex = right.trim_start_matches("sha256=").to_owned();
    let changed = |from: usize, to: &str| {
        let mut text = right.clone();
        text.replace_range(from..=from, to);
        text
    };
    let other = |character: &str| if character == "0" { "1" } else { "0" };
    let (first, last) = (7, right.len() - 1);
    let forged = [
        None,
        Some(String::new()),
        Some("sha256=".to_owned()),
        Some(hex.clone()),
        Some(format!("sha1={hex}")),
        Some(format!("sha1={}", &hex[..40])),
        Some(webhook::signature("", &body)),
        Some(webhook::signature("another secret", &body)),
        Some(webhook::signature(APP_SECRET, &body[..body.len() - 1])),
        Some(changed(first, other(&right[first..=first]))),
        Some(changed(last, other(&right[last..=last]))),
        Some(format!("{right}00")),
        Some(right[..right.len() - 2].to_owned()),
        Some(format!("sha256={}", "é".repeat(32))),
    ];
    for signature in forged {
        let status = post(desk, body.clone(), signature.as_deref()).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{signature:?}");
    }
    let mut other_body = body.clone();
    let position = other_body
        .windows(3)
        .position(|bytes| bytes == b"Oi!")
        .expect("the text");
    other_body[position] = b'o';
    assert_eq!(
        post(desk, other_body, Some(&right)).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(desk.store().count("SELECT count(*) FROM webhook").await, 0);
    assert_eq!(post(desk, body, Some(&right)).await, StatusCode::OK);
}

async fn post(desk: &Installation, body: Vec<u8>, signature: Option<&str>) -> StatusCode {
    let mut request = guiche_tests::http()
        .post(desk.url("/webhooks/whatsapp"))
        .body(body);
    if let Some(signature) = signature {
        request = request.header("x-hub-signature-256", signature.as_bytes());
    }
    request.send().await.expect("an answer").status()
}
