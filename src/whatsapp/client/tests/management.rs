//! Numbers and subscriptions.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::Method;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{Seen, client, number, seen, serve, token};
use crate::client::SubscribedApp;
use crate::identifiers::WabaId;

#[tokio::test]
async fn a_number_is_described_by_the_fields_asked_for() {
    let queries: Seen<Option<String>> = Arc::default();
    let describe = |State(queries): State<Seen<Option<String>>>, RawQuery(query): RawQuery| async move {
        queries.lock().expect("no handler panicked").push(query);
        Json(json!({
            "id": "200300400500600", "display_phone_number": "+1 555-010-0001",
            "verified_name": "Sample", "quality_rating": "GREEN", "status": "CONNECTED",
            "throughput": { "level": "STANDARD" }, "is_on_biz_app": true, "new": 1,
        }))
    };
    let routes = Router::new()
        .route("/v25.0/200300400500600", get(describe))
        .with_state(Arc::clone(&queries));
    let base = serve(routes).await;
    let fields = ["display_phone_number", "throughput"];
    let described = client(&base)
        .phone_number(&token(), &number(), &fields)
        .await
        .expect("known");
    assert_eq!(
        described.display_phone_number.as_deref(),
        Some("+1 555-010-0001")
    );
    assert_eq!(described.verified_name.as_deref(), Some("Sample"));
    assert_eq!(described.throughput_level.as_deref(), Some("STANDARD"));
    assert_eq!(described.on_business_app, Some(true));
    assert_eq!(described.raw["new"], 1);
    let query = "fields=display_phone_number%2Cthroughput".to_owned();
    assert_eq!(seen(&queries), [Some(query)]);
}

#[tokio::test]
async fn subscriptions_are_listed_and_made() {
    let methods: Seen<Method> = Arc::default();
    let handle = |State(methods): State<Seen<Method>>, method: Method| async move {
        methods
            .lock()
            .expect("no handler panicked")
            .push(method.clone());
        let answer: Value = match method {
            Method::POST => json!({ "success": true }),
            _ => json!({ "data": [{
                "whatsapp_business_api_data": { "id": "1", "name": "Desk", "link": "…" },
                "override_callback_uri": "https://desk.example/webhooks/whatsapp",
            }]}),
        };
        Json(answer)
    };
    let routes = Router::new()
        .route(
            "/v25.0/100200300400500/subscribed_apps",
            get(handle).post(handle),
        )
        .with_state(Arc::clone(&methods));
    let base = serve(routes).await;
    let waba = WabaId::new("100200300400500").expect("an id");
    let client = client(&base);
    client
        .subscribe_app(&token(), &waba)
        .await
        .expect("subscribed");
    let apps = client
        .subscribed_apps(&token(), &waba)
        .await
        .expect("a list");
    let expected = SubscribedApp {
        id: Some("1".to_owned()),
        name: Some("Desk".to_owned()),
        override_callback_uri: Some("https://desk.example/webhooks/whatsapp".to_owned()),
    };
    assert_eq!(apps, [expected]);
    assert_eq!(seen(&methods), [Method::POST, Method::GET]);
}

#[tokio::test]
async fn templates_are_read_page_by_page_by_cursor() {
    let queries: Seen<Option<String>> = Arc::default();
    let list = |State(queries): State<Seen<Option<String>>>, RawQuery(query): RawQuery| async move {
        let last = query.as_deref().is_some_and(|it| it.contains("after=two"));
        queries.lock().expect("no handler panicked").push(query);
        let template = |name: &str| {
            json!({ "id": name, "name": name, "language": "pt_BR", "category": "UTILITY",
                "status": "APPROVED", "components": [{ "type": "BODY", "text": "Oi" }] })
        };
        if last {
            return Json(
                json!({ "data": [template("c")], "paging": { "cursors": { "after": "end" } } }),
            );
        }
        Json(
            json!({ "data": [template("a"), { "broken": true }, template("b")], "paging": {
            "cursors": { "after": "two" }, "next": "https://elsewhere.example/?access_token=x" } }),
        )
    };
    let routes = Router::new()
        .route("/v25.0/100200300400500/message_templates", get(list))
        .with_state(Arc::clone(&queries));
    let base = serve(routes).await;
    let waba = WabaId::new("100200300400500").expect("an id");
    let client = client(&base);
    let first = client
        .message_templates(&token(), &waba, None)
        .await
        .expect("a page");
    assert_eq!(
        first.templates.len(),
        2,
        "what cannot be read is passed over"
    );
    let second = client
        .message_templates(&token(), &waba, first.after.as_deref())
        .await
        .expect("a page");
    assert_eq!(second.templates[0].name, "c");
    assert_eq!(second.after, None);
    assert_eq!(seen(&queries).len(), 2);
}
