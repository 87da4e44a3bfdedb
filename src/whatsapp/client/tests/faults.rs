//! Which failures are certain and which are not.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use axum::http::header::LOCATION;
use axum::response::Redirect;
use axum::routing::any;
use secrecy::SecretString;
use tokio::net::TcpListener;
use url::Url;

use super::wires::{Behaviour, Wire, response};
use super::{
    Seen, TOKEN, base_of, client, client_with, impatient, message, number, seen, serve, token,
};
use crate::client::{CallError, SendError, Sent, UnclearReason};

async fn send_to(base: &Url) -> Result<Sent, SendError> {
    client_with(base, &impatient())
        .send(&token(), &number(), &message())
        .await
}

/// What a send ends in when the server gives these bytes and closes.
async fn outcome_of(bytes: Vec<u8>) -> CallError {
    let wire = Wire::that(Behaviour::Answer(bytes)).await;
    let outcome = client(&wire.base)
        .send(&token(), &number(), &message())
        .await;
    assert_eq!(wire.requests(), 1, "nothing is repeated");
    outcome.expect_err("no answer of Meta")
}

fn unclear(reason: UnclearReason) -> CallError {
    CallError::Unclear { reason }
}

fn is_not_sent(outcome: &Result<Sent, SendError>) -> bool {
    matches!(outcome, Err(CallError::NotSent { .. }))
}

#[tokio::test]
async fn a_refused_connection_sent_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = base_of(&listener);
    drop(listener);
    let outcome = send_to(&base).await;
    assert!(is_not_sent(&outcome), "{outcome:?}");
}

#[tokio::test]
async fn a_name_that_does_not_exist_sent_nothing() {
    let base = Url::parse("http://graph.invalid").expect("an address");
    let outcome = send_to(&base).await;
    assert!(is_not_sent(&outcome), "{outcome:?}");
}

#[tokio::test]
async fn a_failed_tls_handshake_sent_nothing() {
    let wire = Wire::that(Behaviour::Answer(b"I speak no TLS\r\n\r\n".to_vec())).await;
    let mut base = wire.base.clone();
    base.set_scheme("https").expect("a scheme");
    let outcome = send_to(&base).await;
    assert!(is_not_sent(&outcome), "{outcome:?}");
    assert_eq!(wire.requests(), 0);
}

#[tokio::test]
async fn a_tls_handshake_that_hangs_sent_nothing() {
    let wire = Wire::that(Behaviour::Hang).await;
    let mut base = wire.base.clone();
    base.set_scheme("https").expect("a scheme");
    let outcome = send_to(&base).await;
    assert!(is_not_sent(&outcome), "{outcome:?}");
}

#[tokio::test]
async fn no_answer_in_time_is_unclear() {
    let wire = Wire::that(Behaviour::Hang).await;
    assert_eq!(
        send_to(&wire.base).await,
        Err(unclear(UnclearReason::TimedOut))
    );
    assert_eq!(wire.requests(), 1);
}

#[tokio::test]
async fn a_connection_that_is_cut_is_unclear() {
    let table: [&[u8]; 4] = [
        b"",
        b"HTTP/1.1 200 O",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"messages\":",
    ];
    for bytes in table {
        let outcome = outcome_of(bytes.to_vec()).await;
        let sent = String::from_utf8_lossy(bytes);
        assert_eq!(outcome, unclear(UnclearReason::Cut), "{sent}");
    }
}

#[tokio::test]
async fn a_success_without_readable_json_is_unclear() {
    let broken = r#"{"messages":[{"id":"wamid."#;
    for body in ["", broken, "<html>welcome</html>"] {
        let outcome = outcome_of(response("200 OK", "application/json", body)).await;
        assert_eq!(
            outcome,
            unclear(UnclearReason::UnreadableAnswer(200)),
            "{body}"
        );
    }
}

#[tokio::test]
async fn the_page_of_a_proxy_is_unclear_for_every_server_error() {
    for status in [500, 502, 503, 504, 520] {
        for body in [
            "<html>Bad Gateway</html>",
            "",
            r#"{"error":"upstream"}"#,
            r#"{"ok":true}"#,
        ] {
            let line = format!("{status} Sorry");
            let outcome = outcome_of(response(&line, "text/html", body)).await;
            assert_eq!(
                outcome,
                unclear(UnclearReason::ServerError(status)),
                "{body}"
            );
        }
    }
}

#[tokio::test]
async fn a_proxy_that_says_it_did_not_work_on_the_request_sent_nothing() {
    for line in [
        "408 Request Timeout",
        "425 Too Early",
        "429 Too Many Requests",
    ] {
        let outcome = outcome_of(response(line, "text/html", "<html></html>")).await;
        assert!(
            matches!(outcome, CallError::NotSent { .. }),
            "{line}: {outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_refusal_that_is_not_metas_has_no_code() {
    for (status, line) in [
        (403, "403 Forbidden"),
        (404, "404 Not Found"),
        (413, "413 Too Large"),
    ] {
        let outcome = outcome_of(response(line, "text/html", "<html></html>")).await;
        let CallError::Rejected { http_status, error } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!((http_status, error.code), (status, None));
    }
}

#[tokio::test]
async fn an_answer_without_end_is_given_up() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".to_vec();
    let wire = Wire::that(Behaviour::Flood([head, vec![b' '; 65_536]].concat())).await;
    let outcome = client(&wire.base)
        .send(&token(), &number(), &message())
        .await;
    assert_eq!(outcome, Err(unclear(UnclearReason::UnreadableAnswer(200))));
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_sent_nothing() {
    let visits: Seen<HeaderMap> = Arc::default();
    let noted = Arc::clone(&visits);
    let elsewhere = serve(
        Router::new().fallback(any(move |headers: HeaderMap| async move {
            noted.lock().expect("no handler panicked").push(headers);
        })),
    )
    .await;
    let target = elsewhere.to_string();
    let portal = Router::new().fallback(any(move || async move { Redirect::temporary(&target) }));
    let base = serve(portal).await;
    let outcome = client(&base).send(&token(), &number(), &message()).await;
    assert!(is_not_sent(&outcome), "{outcome:?}");
    assert!(
        seen(&visits).is_empty(),
        "the token travelled to {LOCATION}"
    );
}

#[tokio::test]
async fn a_token_that_cannot_be_a_header_sent_nothing_and_is_not_shown() {
    let wire = Wire::that(Behaviour::Hang).await;
    let odd = SecretString::from(format!("{TOKEN}\n"));
    let outcome = client(&wire.base).send(&odd, &number(), &message()).await;
    assert!(is_not_sent(&outcome), "{outcome:?}");
    assert!(!format!("{outcome:?}").contains(TOKEN));
    assert_eq!(wire.requests(), 0);
}

#[tokio::test]
async fn neither_errors_nor_the_client_show_token_address_or_text() {
    let refused = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let nowhere = base_of(&refused);
    drop(refused);
    let hanging = Wire::that(Behaviour::Hang).await;
    let cut = Wire::that(Behaviour::Answer(Vec::new())).await;
    for base in [&nowhere, &hanging.base, &cut.base] {
        let client = client_with(base, &impatient());
        let error = client
            .send(&token(), &number(), &message())
            .await
            .expect_err("a failure");
        for shown in [
            format!("{error}"),
            format!("{error:?}"),
            format!("{client:?}"),
        ] {
            for secret in [TOKEN, "Olá", "15550100199"] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
        assert!(!format!("{error}").contains("messages"), "{error}");
    }
}
