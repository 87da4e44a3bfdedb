//! Messages and read marks, when all goes well and when Meta says no.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use url::Url;

use super::{Seen, TOKEN, client, message, number, seen, serve, token, wamid};
use crate::client::{CallError, Sent};
use crate::outgoing::{MarkRead, Typing};

#[derive(Clone)]
struct Graph {
    answer: (StatusCode, Value),
    requests: Seen<(String, HeaderMap, Value)>,
}

async fn messages(
    State(graph): State<Graph>,
    Path((version, phone_number_id)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let path = format!("{version}/{phone_number_id}");
    graph
        .requests
        .lock()
        .expect("no handler panicked")
        .push((path, headers, body));
    (graph.answer.0, Json(graph.answer.1))
}

async fn graph_answering(status: u16, answer: Value) -> (Url, Seen<(String, HeaderMap, Value)>) {
    let status = StatusCode::from_u16(status).expect("a status");
    let graph = Graph {
        answer: (status, answer),
        requests: Arc::default(),
    };
    let requests = Arc::clone(&graph.requests);
    let routes = Router::new()
        .route("/{version}/{phone_number_id}/messages", post(messages))
        .with_state(graph);
    (serve(routes).await, requests)
}

fn accepted() -> Value {
    json!({
        "messaging_product": "whatsapp",
        "contacts": [{ "input": "+15550100199", "wa_id": "15550100199", "user_id": "US.9" }],
        "messages": [{ "id": "wamid.SENT" }],
    })
}

#[tokio::test]
async fn a_message_is_posted_with_its_token_and_comes_back_with_its_id() {
    let (base, requests) = graph_answering(200, accepted()).await;
    let sent = client(&base)
        .send(&token(), &number(), &message())
        .await
        .expect("sent");
    let expected = Sent {
        wamid: wamid("wamid.SENT"),
        wa_id: "15550100199".parse().ok(),
        bsuid: "US.9".parse().ok(),
        message_status: None,
    };
    assert_eq!(sent, expected);
    let requests = seen(&requests);
    let [(path, headers, body)] = requests.as_slice() else {
        panic!("{} calls", requests.len())
    };
    assert_eq!(path, "v25.0/200300400500600");
    assert_eq!(headers["authorization"], format!("Bearer {TOKEN}"));
    assert_eq!(headers["content-type"], "application/json");
    assert!(
        headers["user-agent"]
            .to_str()
            .is_ok_and(|agent| agent.starts_with("guiche/"))
    );
    assert_eq!(body["biz_opaque_callback_data"], "msg-42");
    assert_eq!(body["to"], "+15550100199");
}

#[tokio::test]
async fn a_held_template_and_a_recipient_without_number_are_told() {
    let answer = json!({
        "contacts": [{ "input": "US.9", "user_id": "US.9" }],
        "messages": [{ "id": "wamid.T", "message_status": "held_for_quality_assessment" }],
    });
    let (base, _) = graph_answering(200, answer).await;
    let sent = client(&base)
        .send(&token(), &number(), &message())
        .await
        .expect("sent");
    assert_eq!((sent.wa_id, sent.bsuid), (None, "US.9".parse().ok()));
    assert_eq!(
        sent.message_status.as_deref(),
        Some("held_for_quality_assessment")
    );
}

#[tokio::test]
async fn reading_and_typing_go_the_same_way() {
    let (base, requests) = graph_answering(200, json!({ "success": true })).await;
    let mark = MarkRead {
        message_id: wamid("wamid.A"),
        typing: Typing::Shown,
    };
    client(&base)
        .mark_read(&token(), &number(), &mark)
        .await
        .expect("marked");
    let body = seen(&requests).remove(0).2;
    assert_eq!(body["status"], "read");
    assert_eq!(body["typing_indicator"]["type"], "text");
}

#[tokio::test]
async fn an_error_of_meta_is_a_refusal_whatever_its_http_status() {
    for (status, code) in [
        (400, 131_047),
        (401, 190),
        (429, 130_429),
        (500, 131_000),
        (503, 2),
        (200, 131_009),
    ] {
        let error = json!({ "error": {
            "message": "(#1) no", "type": "OAuthException", "code": code, "error_subcode": 33,
            "error_data": { "messaging_product": "whatsapp", "details": "because" },
            "fbtrace_id": "trace",
        }});
        let (base, _) = graph_answering(status, error).await;
        let refused = client(&base).send(&token(), &number(), &message()).await;
        let Err(CallError::Rejected { http_status, error }) = refused else {
            panic!("{status}: {refused:?}");
        };
        assert_eq!(
            (http_status, error.code, error.subcode),
            (status, Some(code), Some(33))
        );
        assert_eq!(error.details.as_deref(), Some("because"));
        assert_eq!(error.fbtrace_id.as_deref(), Some("trace"));
    }
}

#[tokio::test]
async fn a_success_that_names_no_message_is_unclear() {
    for answer in [
        json!({}),
        json!([]),
        json!({ "messages": [] }),
        json!({ "messages": [{}] }),
    ] {
        let (base, _) = graph_answering(200, answer.clone()).await;
        let result = client(&base).send(&token(), &number(), &message()).await;
        assert!(
            matches!(result, Err(CallError::Unclear { .. })),
            "{answer}: {result:?}"
        );
    }
}

#[tokio::test]
async fn an_id_cannot_lead_a_call_astray() {
    let (base, requests) = graph_answering(200, accepted()).await;
    let number = crate::PhoneNumberId::new("../../debug?x=").expect("visible characters");
    client(&base)
        .send(&token(), &number, &message())
        .await
        .expect("sent");
    assert_eq!(seen(&requests)[0].0, "v25.0/../../debug?x=");
}

#[tokio::test]
async fn a_base_with_a_path_keeps_it() {
    let (base, requests) = graph_answering(200, accepted()).await;
    let router = Url::parse(&format!("{base}v1/")).expect("an address");
    let refused = client(&router).send(&token(), &number(), &message()).await;
    assert!(
        matches!(
            refused,
            Err(CallError::Rejected {
                http_status: 404,
                ..
            })
        ),
        "{refused:?}"
    );
    assert!(seen(&requests).is_empty());
}
