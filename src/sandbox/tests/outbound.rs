//! What the business sends: accepted in Graph's shape, or refused with the parameter's name.

use serde_json::{Value, json};

use super::*;
use crate::{CallKind, CallQuery, DeliveryStatus};

#[tokio::test]
async fn a_text_is_accepted_and_written_into_the_ledger_once() {
    let stage = Stage::with_open_window().await;
    let (status, answer) = stage
        .send(json!({
            "type": "text",
            "text": { "body": "Olá, Ada" },
            "biz_opaque_callback_data": "msg-42",
        }))
        .await;
    assert_eq!(status, 200);
    assert_eq!(answer["messaging_product"], "whatsapp");
    assert_eq!(
        answer["contacts"],
        json!([{ "input": "+5561981234567", "wa_id": "5561981234567", "user_id": stage.ada.bsuid }])
    );
    let wamid = answer["messages"][0]["id"].as_str().expect("a wamid");
    assert!(wamid.starts_with("wamid."));
    assert!(answer["messages"][0].get("message_status").is_none());

    let calls = stage
        .sandbox
        .wait_for_calls(&CallQuery::messages().to("+5561981234567"), 1, PATIENCE)
        .await;
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].status, Some(200));
    assert_eq!(calls[0].body["biz_opaque_callback_data"], "msg-42");
    assert_eq!(calls[0].answer["messages"][0]["id"], wamid);

    let thread = stage
        .sandbox
        .thread(PHONE, &stage.ada.key)
        .expect("a thread");
    let last = thread.last().expect("the message");
    assert_eq!(last.content["body"], "Olá, Ada");
    assert_eq!(last.status, DeliveryStatus::Accepted);
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
async fn wrong_messages_are_refused_with_their_parameter() {
    let stage = Stage::with_open_window().await;
    let long = "a".repeat(4_097);
    let caption = "a".repeat(1_025);
    let button =
        |id: &str, title: &str| json!({ "type": "reply", "reply": { "id": id, "title": title } });
    let buttons = |list: Value| {
        json!({ "type": "interactive", "interactive": {
            "type": "button", "body": { "text": "?" }, "action": { "buttons": list },
        }})
    };
    let rows = |count: usize| {
        let rows: Vec<Value> = (0..count)
            .map(|row| json!({ "id": row.to_string(), "title": "Linha" }))
            .collect();
        json!({ "type": "interactive", "interactive": {
            "type": "list", "body": { "text": "?" },
            "action": { "button": "Ver", "sections": [{ "title": "A", "rows": rows }] },
        }})
    };
    let cases: Vec<(Value, u64, &str)> = vec![
        (
            json!({ "to": "5561981234567", "text": { "body": "a" } }),
            131_009,
            "'to'",
        ),
        (
            json!({ "to": null, "text": { "body": "a" } }),
            131_008,
            "'to'",
        ),
        (
            json!({ "messaging_product": "sms", "text": { "body": "a" } }),
            131_009,
            "'messaging_product'",
        ),
        (json!({ "type": "text" }), 131_008, "'text'"),
        (json!({ "type": "text", "text": "a" }), 100, "'text'"),
        (
            json!({ "type": "text", "text": {} }),
            131_008,
            "'text.body'",
        ),
        (
            json!({ "type": "text", "text": { "body": "  " } }),
            131_008,
            "'text.body'",
        ),
        (
            json!({ "type": "text", "text": { "body": 5 } }),
            100,
            "'text.body'",
        ),
        (
            json!({ "type": "text", "text": { "body": long } }),
            100,
            "'text.body'",
        ),
        (
            json!({ "type": "text", "text": { "body": "a", "preview_url": "yes" } }),
            100,
            "'text.preview_url'",
        ),
        (json!({ "type": "poll", "poll": {} }), 131_009, "'type'"),
        (
            json!({ "type": "text", "text": { "body": "a" }, "context": {} }),
            131_008,
            "'context.message_id'",
        ),
        (
            json!({ "type": "text", "text": { "body": "a" }, "context": { "message_id": "1" } }),
            131_009,
            "'context.message_id'",
        ),
        (
            json!({ "type": "text", "text": { "body": "a" }, "biz_opaque_callback_data": "x".repeat(513) }),
            100,
            "'biz_opaque_callback_data'",
        ),
        (
            json!({ "type": "image", "image": {} }),
            131_008,
            "'image.id'",
        ),
        (
            json!({ "type": "image", "image": { "id": "1" } }),
            100,
            "'image.id'",
        ),
        (
            json!({ "type": "image", "image": { "link": "ftp://a" } }),
            131_009,
            "'image.link'",
        ),
        (
            json!({ "type": "image", "image": { "link": "https://a.example/a.png", "caption": caption } }),
            100,
            "'image.caption'",
        ),
        (
            json!({ "type": "audio", "audio": { "link": "https://a.example/a.ogg", "caption": "a" } }),
            100,
            "'audio.caption'",
        ),
        (
            json!({ "type": "audio", "audio": { "link": "https://a.example/a.ogg", "voice": 1 } }),
            100,
            "'audio.voice'",
        ),
        (
            json!({ "type": "location", "location": { "latitude": 91, "longitude": 0 } }),
            131_009,
            "'location.latitude'",
        ),
        (
            json!({ "type": "location", "location": { "latitude": 1 } }),
            131_008,
            "'location.longitude'",
        ),
        (
            json!({ "type": "contacts", "contacts": [] }),
            131_008,
            "'contacts'",
        ),
        (
            json!({ "type": "contacts", "contacts": [{ "name": {} }] }),
            131_008,
            "'contacts[0].name.formatted_name'",
        ),
        (
            json!({ "type": "reaction", "reaction": { "message_id": "x", "emoji": "👍" } }),
            131_009,
            "'reaction.message_id'",
        ),
        (
            json!({ "type": "reaction", "reaction": { "message_id": "wamid.x" } }),
            131_008,
            "'reaction.emoji'",
        ),
        (
            json!({ "type": "reaction", "reaction": { "message_id": "wamid.x", "emoji": "ok" } }),
            131_009,
            "'reaction.emoji'",
        ),
        (buttons(json!([])), 100, "'interactive.action.buttons'"),
        (
            buttons(json!([
                button("1", "a"),
                button("2", "b"),
                button("3", "c"),
                button("4", "d")
            ])),
            100,
            "'interactive.action.buttons'",
        ),
        (
            buttons(json!([button("1", "a"), button("1", "b")])),
            131_009,
            "'interactive.action.buttons[1].reply.title'",
        ),
        (
            buttons(json!([button("1", "vinte e um caracteres")])),
            100,
            "'interactive.action.buttons[0].reply.title'",
        ),
        (rows(11), 100, "'interactive.action.sections'"),
        (rows(0), 100, "'interactive.action.sections'"),
        (
            json!({ "type": "interactive", "interactive": { "type": "cta_url", "body": { "text": "?" },
                "action": { "name": "cta_url", "parameters": { "display_text": "Abrir", "url": "loja" } } } }),
            131_009,
            "'interactive.action.parameters.url'",
        ),
    ];
    for (message, expected, parameter) in cases {
        let (status, answer) = stage.send(message.clone()).await;
        assert_eq!(
            (status, code(&answer)),
            (400, expected),
            "{message}: {answer}"
        );
        assert!(
            details(&answer).contains(parameter),
            "{parameter}: {answer}"
        );
        assert!(answer["error"]["fbtrace_id"].is_string());
        assert_eq!(answer["error"]["type"], "OAuthException");
        assert_eq!(
            answer["error"]["error_data"]["messaging_product"],
            "whatsapp"
        );
    }
    let thread = stage
        .sandbox
        .thread(PHONE, &stage.ada.key)
        .expect("a thread");
    assert_eq!(thread.len(), 1, "nothing but Ada's own message");
}

#[tokio::test]
async fn right_messages_of_every_type_are_accepted() {
    let stage = Stage::with_open_window().await;
    let target = stage.send_text("Pronto").await;
    let cases = [
        json!({ "text": { "body": "sem type" } }),
        json!({ "type": "text", "text": { "body": "á".repeat(4_096), "preview_url": true }, "unknown_key": 1 }),
        json!({ "type": "image", "image": { "link": "https://a.example/a.png", "caption": "c" } }),
        json!({ "type": "document", "document": { "link": "https://a.example/a.pdf", "filename": "a.pdf" } }),
        json!({ "type": "audio", "audio": { "link": "https://a.example/a.ogg", "voice": true } }),
        json!({ "type": "sticker", "sticker": { "link": "https://a.example/a.webp" } }),
        json!({ "type": "location", "location": { "latitude": "-15.8", "longitude": -47.9, "name": "Loja" } }),
        json!({ "type": "contacts", "contacts": [{ "name": { "formatted_name": "Rui" }, "phones": [{ "phone": "+5561" }] }] }),
        json!({ "type": "reaction", "reaction": { "message_id": target, "emoji": "👩‍🔧" } }),
        json!({ "type": "reaction", "reaction": { "message_id": target, "emoji": "" } }),
        json!({ "type": "interactive", "interactive": { "type": "location_request_message",
            "body": { "text": "Onde?" }, "action": { "name": "send_location" } } }),
        json!({ "type": "interactive", "interactive": { "type": "list", "header": { "type": "text", "text": "H" },
            "body": { "text": "?" }, "footer": { "text": "f" },
            "action": { "button": "Ver", "sections": [{ "rows": [{ "id": "1", "title": "a", "description": "d" }] }] } } }),
        json!({ "type": "text", "text": { "body": "resposta" }, "context": { "message_id": target } }),
    ];
    for message in cases {
        let (status, answer) = stage.send(message.clone()).await;
        assert_eq!(status, 200, "{message}: {answer}");
    }
}

#[tokio::test]
async fn the_brazilian_ninth_digit_leads_to_the_same_customer() {
    let stage = Stage::with_open_window().await;
    let (status, answer) = stage
        .send(json!({ "to": "+55 61 8123-4567", "text": { "body": "oi" } }))
        .await;
    assert_eq!(status, 200);
    assert_eq!(answer["contacts"][0]["input"], "+55 61 8123-4567");
    assert_eq!(answer["contacts"][0]["wa_id"], "5561981234567");
}

#[tokio::test]
async fn a_bsuid_is_answered_without_a_number() {
    let stage = Stage::with_open_window().await;
    let (status, answer) = stage
        .send(json!({ "to": null, "recipient": stage.ada.bsuid, "text": { "body": "oi" } }))
        .await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(
        answer["contacts"],
        json!([{ "input": stage.ada.bsuid, "user_id": stage.ada.bsuid }])
    );
}

#[tokio::test]
async fn tokens_and_objects_are_checked_before_anything_else() {
    let stage = Stage::with_open_window().await;
    let body = json!({ "nothing": "right" });
    let call = async |path: &str, token: Option<&str>| {
        let mut request = stage.http.post(stage.path(path)).json(&body);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        let json: Value = answer.json().await.expect("JSON");
        (status, code(&json), json["error"]["error_subcode"].as_u64())
    };
    let messages = format!("v25.0/{PHONE}/messages");
    assert_eq!(call(&messages, None).await, (401, 190, None));
    assert_eq!(call(&messages, Some("wrong")).await, (401, 190, None));
    assert_eq!(
        call("v25.0/999/messages", Some(TOKEN)).await,
        (400, 100, Some(33))
    );
    assert_eq!(
        call(&format!("v12.0/{PHONE}/messages"), Some(TOKEN)).await,
        (400, 2_635, None)
    );

    let change = |change: crate::NumberChange| {
        stage
            .sandbox
            .change_number(PHONE, change)
            .expect("registered")
    };
    change(crate::NumberChange {
        token_expired: Some(true),
        ..crate::NumberChange::default()
    });
    assert_eq!(call(&messages, Some(TOKEN)).await, (401, 190, None));
    change(crate::NumberChange {
        token_expired: Some(false),
        deleted: Some(true),
        ..crate::NumberChange::default()
    });
    assert_eq!(call(&messages, Some(TOKEN)).await, (400, 33, None));
}

#[tokio::test]
async fn read_marks_and_typing_reach_the_customers_phone() {
    let stage = Stage::with_open_window().await;
    let (first, second) = (stage.ada_writes("um"), stage.ada_writes("dois"));
    let mark =
        |id: &str| json!({ "messaging_product": "whatsapp", "status": "read", "message_id": id });
    let messages = format!("v25.0/{PHONE}/messages");
    let (status, answer) = stage.post(&messages, &mark(&first)).await;
    assert_eq!((status, answer), (200, json!({ "success": true })));
    let ticks = || {
        let thread = stage
            .sandbox
            .thread(PHONE, &stage.ada.key)
            .expect("a thread");
        let of = |id: &str| thread.iter().find(|one| one.id == id).map(|one| one.status);
        (of(&first), of(&second))
    };
    assert_eq!(
        ticks(),
        (Some(DeliveryStatus::Read), Some(DeliveryStatus::Sent))
    );

    let mut typing = mark(&second);
    typing["typing_indicator"] = json!({ "type": "text" });
    assert_eq!(stage.post(&messages, &typing).await.0, 200);
    assert_eq!(
        ticks().1,
        Some(DeliveryStatus::Read),
        "typing marks as read"
    );

    typing["typing_indicator"] = json!({ "type": "audio" });
    let (status, answer) = stage.post(&messages, &typing).await;
    assert_eq!((status, code(&answer)), (400, 131_009));
    let (status, answer) = stage.post(&messages, &mark("wamid.unknown")).await;
    assert_eq!((status, code(&answer)), (400, 131_009));

    let count = |kind: CallKind| stage.sandbox.calls(&CallQuery::of(kind)).len();
    assert_eq!(
        (
            count(CallKind::ReadMark),
            count(CallKind::Typing),
            count(CallKind::Message)
        ),
        (2, 2, 0)
    );
}
