mod service;
mod stage;

use std::{net::SocketAddr, time::Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use self::{
    service::{Answer, status},
    stage::{HOST, Stage, at, message, options},
};
use super::*;
use crate::guard::GuardError;

#[tokio::test]
async fn a_device_reads_what_was_sent_and_the_service_what_it_needs() {
    let mut stage = Stage::with(vec![status("201 Created")]).await;
    assert!(matches!(stage.send().await, Outcome::Accepted));

    let request = stage.arrived().await;
    assert!(request.head.starts_with("POST /QDevice HTTP/1.1\r\n"));
    assert_eq!(request.header("host"), Some(HOST));
    assert_eq!(request.header("ttl"), Some("14400"));
    assert_eq!(request.header("urgency"), Some("high"));
    assert_eq!(request.header("topic").unwrap().len(), 22);
    assert_eq!(request.header("content-encoding"), Some("aes128gcm"));
    assert!(
        request
            .header("authorization")
            .unwrap()
            .starts_with("vapid t=")
    );
    assert_eq!(
        stage.device.decrypt(&request.body).unwrap(),
        message("Qual o prazo?").payload.full()
    );
}

#[tokio::test]
async fn a_wish_to_live_longer_than_services_keep_is_shortened() {
    let mut stage = Stage::with(vec![status("201 Created")]).await;
    let message = Message {
        ttl: Duration::MAX,
        topic: None,
        ..message("Oi")
    };
    stage
        .sender
        .send(&stage.subscription, &message, at(0))
        .await;
    let request = stage.arrived().await;
    assert_eq!(request.header("ttl"), Some("2419200"));
    assert_eq!(request.header("topic"), None);
}

/// Fault F18 and the table of answers: only 404 and 410 are a reason to forget.
#[tokio::test]
async fn every_status_has_its_one_meaning() {
    for (line, expected) in [
        ("200 OK", "Accepted"),
        ("201 Created", "Accepted"),
        ("202 Accepted", "Accepted"),
        ("404 Not Found", "Gone"),
        ("410 Gone", "Gone"),
        (
            "400 Bad Request",
            "Misconfigured { status: 400, answer: \"\", host_paused: None }",
        ),
        (
            "401 Unauthorized",
            "Misconfigured { status: 401, answer: \"\", host_paused: Some(300s) }",
        ),
        (
            "403 Forbidden",
            "Misconfigured { status: 403, answer: \"\", host_paused: Some(300s) }",
        ),
        (
            "415 Unsupported",
            "Misconfigured { status: 415, answer: \"\", host_paused: None }",
        ),
        ("406 Not Acceptable", "Throttled { retry_after: None }"),
        ("429 Too Many Requests", "Throttled { retry_after: None }"),
        (
            "503 Unavailable\r\nretry-after: 120",
            "Throttled { retry_after: Some(120s) }",
        ),
        (
            "429 Slow\r\nretry-after: Fri, 15 Jan 2027 08:01:00 GMT",
            "Throttled { retry_after: Some(60s) }",
        ),
        ("413 Too Large", "TooLarge"),
        ("408 Timeout", "ServerError { status: 408 }"),
        ("500 Oops", "ServerError { status: 500 }"),
        ("502 Bad Gateway", "ServerError { status: 502 }"),
        ("304 Not Modified", "RedirectRefused { status: 304 }"),
    ] {
        let stage = Stage::with(vec![status(line)]).await;
        assert_eq!(format!("{:?}", stage.send().await), expected, "{line}");
    }
}

#[tokio::test]
async fn a_payload_too_large_for_the_service_is_sent_once_more_in_its_minimal_form() {
    let mut stage = Stage::with(vec![status("413 Too Large"), status("201 Created")]).await;
    assert!(matches!(stage.send().await, Outcome::Accepted));
    stage.arrived().await;
    let second = stage.arrived().await;
    assert_eq!(
        stage.device.decrypt(&second.body).unwrap(),
        message("Qual o prazo?").payload.minimal()
    );
}

#[tokio::test]
async fn a_service_that_finds_even_the_minimal_form_too_large_is_asked_twice_only() {
    let mut stage = Stage::with(vec![status("413 Too Large")]).await;
    assert!(matches!(stage.send().await, Outcome::TooLarge));
    stage.arrived().await;
    stage.arrived().await;
    assert!(stage.arrived_nothing());
}

#[tokio::test]
async fn a_refused_signature_stops_everything_to_that_host_for_five_minutes() {
    let mut stage = Stage::with(vec![status("403 Forbidden"), status("201 Created")]).await;
    stage.send_at(0).await;
    stage.arrived().await;

    let paused = stage.send_at(60).await;
    assert!(matches!(paused, Outcome::HostPaused { remaining } if remaining.as_secs() == 240));
    assert!(stage.arrived_nothing());

    assert!(matches!(stage.send_at(300).await, Outcome::Accepted));
}

#[tokio::test]
async fn a_subscription_of_another_key_does_not_silence_its_neighbours() {
    let script = ["201 Created", "403 Forbidden", "201 Created"]
        .map(status)
        .to_vec();
    let stage = Stage::with(script).await;
    assert!(matches!(stage.send().await, Outcome::Accepted));
    assert!(matches!(
        stage.send().await,
        Outcome::Misconfigured {
            host_paused: None,
            ..
        }
    ));
    assert!(matches!(stage.send().await, Outcome::Accepted));
}

#[tokio::test]
async fn a_redirect_into_the_house_is_not_followed() {
    let mut stage = Stage::with(vec![status(
        "301 Moved\r\nlocation: https://169.254.169.254/latest/meta-data/",
    )])
    .await;
    assert!(matches!(
        stage.send().await,
        Outcome::RedirectRefused { status: 301 }
    ));
    stage.arrived().await;
    assert!(stage.arrived_nothing());
}

#[tokio::test]
async fn a_service_that_never_answers_is_left_when_the_time_is_up() {
    let stage = Stage::with_limit(vec![Answer::Silence], Duration::from_millis(200)).await;
    let started = Instant::now();
    let outcome = stage.send().await;
    assert!(
        matches!(outcome, Outcome::Unreachable { .. }),
        "{outcome:?}"
    );
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn an_answer_of_ten_gigabytes_is_read_for_64_kilobytes_and_no_more() {
    let huge = |line| {
        Answer::Endless(format!(
            "HTTP/1.1 {line}\r\ncontent-length: 10737418240\r\n\r\n"
        ))
    };
    let stage = Stage::with(vec![huge("400 Bad Request"), huge("201 Created")]).await;
    let started = Instant::now();
    match stage.send().await {
        Outcome::Misconfigured {
            status: 400,
            answer,
            ..
        } => assert_eq!(answer.len(), 500),
        outcome => panic!("{outcome:?}"),
    }
    assert!(matches!(stage.send().await, Outcome::Accepted));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn what_the_service_says_reaches_the_log_on_one_line() {
    let body = "{\"errno\":109}\r\n2026-11-21 ERROR forged";
    let stage = Stage::with(vec![Answer::Text(format!(
        "HTTP/1.1 400 Bad\r\nX-WNS-Error-Description: bad\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ))])
    .await;
    match stage.send().await {
        Outcome::Misconfigured { answer, .. } => assert_eq!(
            answer,
            "x-wns-error-description: bad; {\"errno\":109}  2026-11-21 ERROR forged"
        ),
        outcome => panic!("{outcome:?}"),
    }
}

#[tokio::test]
async fn a_service_with_a_certificate_of_an_unknown_authority_gets_nothing() {
    let mut stage = Stage::with(vec![status("201 Created")]).await;
    let overrides = vec![(HOST.to_owned(), stage.service.address)];
    let stranger = Sender::new(SenderOptions {
        overrides,
        ..options()
    })
    .unwrap();
    let outcome = stranger
        .send(&stage.subscription, &message("Oi"), at(0))
        .await;
    assert!(
        matches!(outcome, Outcome::Unreachable { .. }),
        "{outcome:?}"
    );
    assert!(stage.arrived_nothing());
}

/// Every name leads to the service on loopback, as a name server in an attacker's hands would say.
struct IntoTheHouse(SocketAddr);

impl Resolve for IntoTheHouse {
    fn resolve(&self, _: Name) -> Resolving {
        let address = self.0;
        Box::pin(async move { Ok(Box::new(std::iter::once(address)) as Addrs) })
    }
}

#[tokio::test]
async fn a_name_that_leads_into_the_house_is_not_called_and_the_endpoint_not_told() {
    let mut stage = Stage::with(vec![status("201 Created")]).await;
    let sender = Sender::guarded_by(
        PublicOnlyResolver::over(Arc::new(IntoTheHouse(stage.service.address))),
        SenderOptions {
            extra_roots: vec![stage.service.root.clone()],
            ..options()
        },
    )
    .unwrap();
    match sender
        .send(&stage.subscription, &message("Oi"), at(0))
        .await
    {
        Outcome::Unreachable { cause } => {
            assert!(
                cause.contains(&GuardError::NameNotPublic.to_string()),
                "{cause}"
            );
            assert!(!cause.contains("QDevice"), "{cause}");
        }
        outcome => panic!("{outcome:?}"),
    }
    assert!(stage.arrived_nothing());
}
