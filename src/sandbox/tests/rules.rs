//! Meta's limits, seen from a client, with the clock shifted instead of waited for.

use serde_json::json;

use super::*;
use crate::{CallQuery, Content, Happening, Rules, WindowRule};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[tokio::test]
async fn the_window_closes_24_hours_after_the_customers_own_time_stamp() {
    let cases = [
        (DAY_MS - 1_000, 200, 0),
        (DAY_MS, 400, 131_047),
        (DAY_MS + 1_000, 400, 131_047),
    ];
    for (later, status, expected) in cases {
        let stage = Stage::set().await;
        stage.without_statuses();
        let wrote_at = 1_795_000_000_000;
        stage.sandbox.clock().freeze_at_ms(wrote_at + 7_200_000);
        // The message reaches Meta's webhook two hours late: its own time stamp counts.
        stage
            .sandbox
            .say(&stage.ada.key, Say::text("Oi").at_ms(wrote_at))
            .expect("sent");
        stage.sandbox.clock().freeze_at_ms(wrote_at + later);
        let (got, answer) = stage.send(json!({ "text": { "body": "Olá" } })).await;
        assert_eq!((got, code(&answer)), (status, expected), "after {later} ms");
    }
}

#[tokio::test]
async fn a_template_goes_with_a_closed_window_and_a_reply_opens_it() {
    let stage = Stage::set().await;
    stage.without_statuses();
    let text = json!({ "text": { "body": "Olá" } });
    let (_, answer) = stage.send(text.clone()).await;
    assert_eq!(code(&answer), 131_047, "she never wrote");
    let template = json!({ "type": "template", "template": {
        "name": "retomar_conversa", "language": { "code": "pt_BR" },
        "components": [{ "type": "body", "parameters": [{ "type": "text", "text": "Ada" }] }],
    }});
    let (status, answer) = stage.send(template).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["messages"][0]["message_status"], "accepted");
    stage.ada_writes("Sim, pode");
    assert_eq!(stage.send(text).await.0, 200);
}

#[tokio::test]
async fn reactions_and_system_messages_open_no_window_but_calls_do() {
    let stage = Stage::with_open_window().await;
    let target = stage.send_text("Pronto").await;
    stage.sandbox.clock().shift_ms(DAY_MS);
    let reaction = Content::Reaction {
        message_id: target,
        emoji: Some("👍".to_owned()),
    };
    stage
        .sandbox
        .say(&stage.ada.key, Say::new(reaction))
        .expect("sent");
    let text = json!({ "text": { "body": "Olá" } });
    assert_eq!(code(&stage.send(text.clone()).await.1), 131_047);
    stage
        .sandbox
        .happen(Happening {
            number: None,
            field: "calls".to_owned(),
            value: json!({ "calls": [{ "id": "c", "from": "5561981234567", "event": "connect" }] }),
        })
        .expect("sent");
    assert_eq!(stage.send(text).await.0, 200);
}

#[tokio::test]
async fn the_window_rule_can_answer_later_by_webhook() {
    let stage = Stage::set().await;
    stage.sandbox.set_rules(Rules {
        window: WindowRule::Asynchronous,
        ..Rules::default()
    });
    stage.send_text("Olá").await;
    let value = stage.endpoint.wait(1).await[0].value();
    let status = &value["statuses"][0];
    assert_eq!(status["status"], "failed");
    assert_eq!(status["errors"][0]["code"], 131_047);
    assert!(value.get("contacts").is_none(), "absent on failed");
}

#[tokio::test]
async fn the_pair_rate_refuses_the_46th_of_a_burst_and_forgives_after_six_seconds() {
    let stage = Stage::with_open_window().await;
    stage.sandbox.clock().freeze_at_ms(1_795_000_000_000);
    stage.ada_writes("Oi");
    for number in 0..45 {
        let (status, answer) = stage.send(json!({ "text": { "body": "Olá" } })).await;
        assert_eq!(status, 200, "message {number}: {answer}");
    }
    let (status, answer) = stage.send(json!({ "text": { "body": "Olá" } })).await;
    assert_eq!((status, code(&answer)), (400, 131_056));

    // Other customers are unaffected.
    stage
        .sandbox
        .add_customer(NewCustomer::with_phone("Bia", "5561988887777"));
    stage
        .sandbox
        .say("5561988887777", Say::text("Oi"))
        .expect("sent");
    stage.sandbox.clock().shift_ms(1_000);
    let to_bia = json!({ "to": "+5561988887777", "text": { "body": "Olá" } });
    assert_eq!(stage.send(to_bia).await.0, 200);

    stage.sandbox.clock().shift_ms(5_000);
    assert_eq!(
        stage.send(json!({ "text": { "body": "Olá" } })).await.0,
        200
    );
}

#[tokio::test]
async fn the_throughput_is_80_a_second_and_20_in_coexistence() {
    for (coexistence, limit) in [(false, 80), (true, 20)] {
        let stage = Stage::with_open_window().await;
        stage.sandbox.set_rules(Rules {
            pair_rate: false,
            ..Rules::default()
        });
        let change = crate::NumberChange {
            coexistence: Some(coexistence),
            ..crate::NumberChange::default()
        };
        stage.sandbox.change_number(PHONE, change).expect("known");
        let now = stage.sandbox.clock().now_ms();
        stage.sandbox.clock().freeze_at_ms(now + 2_000);
        let mut accepted = 0;
        let refused = loop {
            let (status, answer) = stage.send(json!({ "text": { "body": "Olá" } })).await;
            if status != 200 {
                break answer;
            }
            accepted += 1;
        };
        assert_eq!((accepted, code(&refused)), (limit, 130_429));
        let calls = stage.sandbox.calls(&CallQuery::messages());
        let effects = calls.iter().filter(|call| call.took_effect).count();
        assert_eq!(
            (effects, calls.len()),
            (limit, limit + 1),
            "what is refused has none"
        );
        stage.sandbox.clock().shift_ms(1_000);
        assert_eq!(
            stage.send(json!({ "text": { "body": "Olá" } })).await.0,
            200
        );
    }
}

#[tokio::test]
async fn nobody_with_whatsapp_behind_a_number_is_told_later() {
    let stage = Stage::with_open_window().await;
    stage.sandbox.set_statuses(StatusSettings::default());
    let (status, answer) = stage
        .send(json!({ "to": "+5561900000000", "text": { "body": "Olá" }, "biz_opaque_callback_data": "m-1" }))
        .await;
    assert_eq!(status, 200);
    assert_eq!(answer["contacts"][0]["wa_id"], "5561900000000");
    let value = stage.endpoint.wait(2).await[1].value();
    let status = &value["statuses"][0];
    assert_eq!(status["id"], answer["messages"][0]["id"]);
    assert_eq!(status["status"], "failed");
    assert_eq!(status["errors"][0]["code"], 131_026);
    assert_eq!(status["biz_opaque_callback_data"], "m-1");
}

#[tokio::test]
async fn blocked_customers_oneself_and_opted_out_ones_get_their_codes() {
    let stage = Stage::with_open_window().await;
    let (_, answer) = stage
        .send(json!({ "to": "+15550100001", "text": { "body": "Olá" } }))
        .await;
    assert_eq!(code(&answer), 131_021);

    let block = json!({ "messaging_product": "whatsapp", "block_users": [
        { "user": "+5561981234567" }, { "user": "+5561911112222" },
    ]});
    let blocking = format!("v25.0/{PHONE}/block_users");
    let (status, answer) = stage.post(&blocking, &block).await;
    assert_eq!(status, 200);
    assert_eq!(
        answer["block_users"]["added_users"][0]["wa_id"],
        "5561981234567"
    );
    assert_eq!(
        answer["block_users"]["failed_users"][0]["input"],
        "+5561911112222"
    );
    assert_eq!(code(&answer), 139_100);
    let (_, answer) = stage.send(json!({ "text": { "body": "Olá" } })).await;
    assert_eq!(code(&answer), 130_403);

    stage.sandbox.add_customer(NewCustomer {
        opted_out_of_marketing: true,
        ..NewCustomer::with_phone("Caio", "5561977776666")
    });
    let (status, _) = stage
        .send(
            json!({ "to": "+5561977776666", "type": "template", "template": {
            "name": "lancamento", "language": { "code": "pt_BR" } } }),
        )
        .await;
    assert_eq!(status, 200);
    let last = stage.endpoint.wait(2).await[1].value();
    assert_eq!(last["statuses"][0]["errors"][0]["code"], 131_050);
}
