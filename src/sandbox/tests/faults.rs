//! Spoiled answers (faults F3 to F6), each with the truth about whether the message went out.

use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::{CallQuery, FaultKind, FaultPlan, ThreadAuthor};

impl Stage {
    /// One text; the answer as far as it came: status, content type and body, or the failure.
    async fn try_text(&self) -> Result<(u16, String, String), reqwest::Error> {
        let answer = self
            .http
            .post(self.path(&format!("v25.0/{PHONE}/messages")))
            .bearer_auth(TOKEN)
            .timeout(PATIENCE)
            .json(&json!({
                "messaging_product": "whatsapp", "to": "+5561981234567", "text": { "body": "Olá" },
            }))
            .send()
            .await?;
        let status = answer.status().as_u16();
        let kind = answer
            .headers()
            .get("content-type")
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        Ok((status, kind, answer.text().await?))
    }

    fn messages_of_business(&self) -> usize {
        let thread = self.sandbox.thread(PHONE, &self.ada.key).expect("a thread");
        thread
            .iter()
            .filter(|message| message.author == ThreadAuthor::Business)
            .count()
    }
}

#[tokio::test]
async fn errors_that_are_answered_leave_no_message_behind() {
    let stage = Stage::with_open_window().await;
    let cases = [
        (
            FaultKind::Code {
                code: 131_000,
                http_status: None,
            },
            500,
            "131000",
        ),
        (
            FaultKind::Code {
                code: 130_429,
                http_status: Some(429),
            },
            429,
            "130429",
        ),
        (
            FaultKind::Status {
                http_status: 503,
                retry_after: Some(3),
            },
            503,
            "",
        ),
        (FaultKind::Html { http_status: 502 }, 502, "<h1>"),
    ];
    for (kind, status, part) in cases {
        stage.sandbox.plan_fault(FaultPlan::sends(1, kind.clone()));
        let (got, _, body) = stage.try_text().await.expect("an answer");
        assert_eq!(got, status, "{kind:?}");
        assert!(body.contains(part), "{kind:?}: {body}");
    }
    assert_eq!(stage.messages_of_business(), 0);
    let calls = stage.sandbox.calls(&CallQuery::messages());
    assert_eq!(calls.len(), 4);
    assert!(calls.iter().all(|call| !call.took_effect));
    assert_eq!(calls[2].fault.as_deref(), Some("status"));
}

#[tokio::test]
async fn answers_that_are_lost_are_about_messages_that_went_out() {
    let stage = Stage::with_open_window().await;
    let lost = [
        FaultKind::CutAfterHeaders,
        FaultKind::CutMidBody,
        FaultKind::Hang { ms: 50 },
    ];
    for kind in lost {
        stage.sandbox.plan_fault(FaultPlan::sends(1, kind.clone()));
        assert!(stage.try_text().await.is_err(), "{kind:?}");
    }
    stage
        .sandbox
        .plan_fault(FaultPlan::sends(1, FaultKind::BrokenJson));
    let (status, _, body) = stage.try_text().await.expect("an answer");
    assert_eq!(status, 200);
    assert!(serde_json::from_str::<Value>(&body).is_err());
    assert_eq!(stage.messages_of_business(), 4);
    assert!(
        stage
            .sandbox
            .calls(&CallQuery::messages())
            .iter()
            .all(|call| call.took_effect)
    );
}

#[tokio::test]
async fn a_plan_decides_itself_whether_the_message_went_out() {
    let stage = Stage::with_open_window().await;
    let plan = FaultPlan::sends(1, FaultKind::CutAfterHeaders).taking_effect(false);
    stage.sandbox.plan_fault(plan);
    assert!(stage.try_text().await.is_err());
    assert_eq!(stage.messages_of_business(), 0);
    let plan = FaultPlan::sends(1, FaultKind::Html { http_status: 502 }).taking_effect(true);
    stage.sandbox.plan_fault(plan);
    assert_eq!(stage.try_text().await.expect("an answer").0, 502);
    assert_eq!(stage.messages_of_business(), 1);
}

#[tokio::test]
async fn a_client_that_gives_up_does_not_stop_what_began() {
    let stage = Stage::with_open_window().await;
    stage
        .sandbox
        .plan_fault(FaultPlan::sends(1, FaultKind::Hang { ms: 60_000 }));
    let query = CallQuery::messages();
    tokio::select! {
        answer = stage.try_text() => panic!("{answer:?}"),
        _ = stage.sandbox.wait_for_calls(&query, 1, PATIENCE) => {}
    }
    let went_out = async {
        while stage.messages_of_business() == 0 {
            tokio::task::yield_now().await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, went_out).await;
    in_time.expect("the message goes out all the same");
    let calls = stage.sandbox.calls(&query);
    assert_eq!((calls.len(), calls[0].status), (1, None));
}

#[tokio::test]
async fn a_delayed_answer_is_the_right_one() {
    let stage = Stage::with_open_window().await;
    stage
        .sandbox
        .plan_fault(FaultPlan::sends(1, FaultKind::Delay { ms: 150 }));
    let began = std::time::Instant::now();
    let (status, kind, body) = stage.try_text().await.expect("an answer");
    assert!(began.elapsed() >= Duration::from_millis(150));
    assert_eq!((status, kind.as_str()), (200, "application/json"));
    assert!(body.contains("wamid."));
}

#[tokio::test]
async fn an_outage_refuses_and_cuts_and_then_is_over() {
    let stage = Stage::with_open_window().await;
    stage.try_text().await.expect("before it");
    stage
        .sandbox
        .plan_fault(FaultPlan::sends(1, FaultKind::Delay { ms: 60_000 }));
    let (cut, ()) = tokio::join!(stage.try_text(), async {
        let query = CallQuery::messages();
        stage.sandbox.wait_for_calls(&query, 2, PATIENCE).await;
        stage.sandbox.begin_outage();
    });
    assert!(!cut.expect_err("cut").is_timeout());
    let refused = stage.try_text().await.expect_err("refused");
    assert!(refused.is_connect(), "{refused:?}");
    stage.sandbox.end_outage();
    // The listener comes back in its own task.
    let back = async {
        while stage.try_text().await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, back).await.expect("back");
}

#[tokio::test]
async fn an_outage_over_http_answers_first_and_ends_by_itself() {
    let stage = Stage::with_open_window().await;
    let (status, _) = stage.post("sandbox/outage", &json!({ "ms": 1_500 })).await;
    assert_eq!(status, 200);
    let refused = async { while stage.try_text().await.is_ok() {} };
    tokio::time::timeout(PATIENCE, refused)
        .await
        .expect("it begins");
    let back = async { while stage.try_text().await.is_err() {} };
    tokio::time::timeout(PATIENCE, back).await.expect("it ends");
}
