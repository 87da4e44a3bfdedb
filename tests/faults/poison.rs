//! F25, F26: bodies that no honest sender would make, and large ones.

use guiche_tests::on_both_databases;
use guiche_tests::support::installation::{APP_SECRET, PHONE_NUMBER_ID};
use guiche_tests::support::{Client, Installation, Watch, webhook};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

on_both_databases!(
    f25_poison_is_answered_without_trouble_and_the_next_good_one_shows,
    f25_what_is_not_understood_is_kept_and_can_be_replayed,
    f26_one_broken_item_among_a_thousand_costs_that_item_alone,
    f26_large_bodies_of_metas_are_taken_and_larger_ones_are_not_read,
);

async fn f25_poison_is_answered_without_trouble_and_the_next_good_one_shows(
    desk: &mut Installation,
) {
    let message = |message: Value| {
        let contacts = json!([{ "profile": { "name": "Ada" }, "wa_id": "5561981234567" }]);
        webhook::envelope(json!({ "contacts": contacts, "messages": [message] })).to_string()
    };
    let base = json!({ "from": "5561981234567", "id": "wamid.p", "timestamp": "1795000000" });
    let with = |key: &str, value: Value| {
        let mut message = base.clone();
        message["type"] = json!("text");
        message["text"] = json!({ "body": "Oi" });
        message[key] = value;
        message
    };
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let surrogate = message(with("text", json!({ "body": "HALF" }))).replace("HALF", "\\ud800");
    let bodies = [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        "\u{feff}{}".to_owned(),
        "{\"object\":\"whatsapp_business_account\"}".to_owned(),
        json!({ "object": "page", "entry": [] }).to_string(),
        json!({ "object": "whatsapp_business_account", "entry": [null, 1, "x", {}] }).to_string(),
        json!({ "object": "whatsapp_business_account", "entry": [{ "id": 1, "changes": "no" }] })
            .to_string(),
        webhook::envelope(json!({ "messages": "not a list" })).to_string(),
        message(Value::Null),
        message(with("type", json!("hologram"))),
        message(with("type", json!(7))),
        message(with("timestamp", json!("yesterday"))),
        message(with("timestamp", json!(9_999_999_999_999_i64))),
        message(with("id", json!({}))),
        message(with("from", json!("'; DROP TABLE message; --"))),
        message(with("text", json!({ "body": "a\u{0}b" }))),
        message(with("text", json!({ "body": "x".repeat(100_000) }))),
        surrogate,
        format!("{{\"object\":\"whatsapp_business_account\",\"entry\":{deep}}}"),
        deep,
    ];
    for (number, body) in bodies.into_iter().enumerate() {
        let beginning: String = body.chars().take(80).collect();
        let status = webhook::post_raw(desk, body.into_bytes()).await;
        let fine = status == StatusCode::OK || status == StatusCode::BAD_REQUEST;
        assert!(fine, "{number}: {status} for {beginning}");
    }
    for bytes in [
        vec![0xff, 0xfe, 0x00],
        vec![0; 1_000],
        b"{\"object\":\xc3\x28}".to_vec(),
    ] {
        assert_eq!(
            webhook::post_raw(desk, bytes).await,
            StatusCode::BAD_REQUEST
        );
    }
    let good = webhook::text("5561980000009", "Bia", "wamid.good", 1_795_000_000, "Oi!");
    assert_eq!(webhook::post(desk, &good).await, StatusCode::OK);
    Watch::start(desk).await.conversation_with("Bia").await;
    assert!(!desk.log().contains("panicked"), "{}", desk.log());
}

async fn f25_what_is_not_understood_is_kept_and_can_be_replayed(desk: &mut Installation) {
    let mut early = webhook::text(
        "5561981234567",
        "Ada",
        "wamid.early",
        1_795_000_000,
        "Cedo demais",
    );
    early["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] =
        json!("200300400500699");
    assert_eq!(webhook::post(desk, &early).await, StatusCode::OK);
    desk.store().understood().await;
    let admin = Client::person(desk, "admin").await;
    let document = "{ quarantine { edges { node { id reason raw replayedAt } } } }";
    let listed = admin.data(document, json!({})).await;
    let item = &listed["quarantine"]["edges"][0]["node"];
    assert!(
        item["raw"]
            .as_str()
            .is_some_and(|raw| raw.contains("Cedo demais")),
        "{listed}"
    );
    assert!(item["replayedAt"].is_null());
    #[rustfmt::skip]
    desk.run(&[
        "channel", "add", "--name", "Filial", "--phone-number-id", "200300400500699",
        "--waba-id", "100200300400500", "--access-token", "token", "--app-secret", APP_SECRET,
        "--verify-token", "word",
    ])
    .await;
    let input = json!({ "itemId": item["id"] });
    let replayed = async {
        loop {
            let payload = admin
                .mutate(
                    "replayQuarantinedItem",
                    input.clone(),
                    "item { replayedAt }",
                )
                .await;
            if payload["item"]["replayedAt"].is_string() {
                return;
            }
            // Another process connected the number: looked for once a second.
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(super::PATIENCE, replayed)
        .await
        .expect("it can be replayed");
    Watch::start(desk).await.conversation_with("Ada").await;
}

async fn f26_one_broken_item_among_a_thousand_costs_that_item_alone(desk: &mut Installation) {
    let items: Vec<Value> = (0..1_000)
        .map(|number| match number {
            500 => json!({ "from": "5561981234567", "id": 12, "type": ["no"] }),
            _ => json!({ "from": "5561981234567", "id": format!("wamid.{number}"), "type": "text",
                "timestamp": "1795000000", "text": { "body": "Oi!" } }),
        })
        .collect();
    let contacts = json!([{ "profile": { "name": "Ada" }, "wa_id": "5561981234567" }]);
    let body = webhook::envelope(json!({ "contacts": contacts, "messages": items }));
    assert_eq!(webhook::post(desk, &body).await, StatusCode::OK);
    desk.store().understood().await;
    let store = desk.store();
    assert_eq!(
        store
            .count("SELECT count(*) FROM message WHERE wamid IS NOT NULL")
            .await,
        999
    );
    assert_eq!(
        store.count("SELECT count(*) FROM quarantined_item").await,
        1
    );
}

async fn f26_large_bodies_of_metas_are_taken_and_larger_ones_are_not_read(desk: &mut Installation) {
    let texts: Vec<Value> = (0..700)
        .map(|number| {
            json!({ "from": "5561981234567", "id": format!("wamid.{number}"),
            "type": "text", "timestamp": "1795000000", "text": { "body": "á".repeat(2_000) } })
        })
        .collect();
    let contacts = json!([{ "profile": { "name": "Ada" }, "wa_id": "5561981234567" }]);
    let body = webhook::envelope(json!({ "contacts": contacts, "messages": texts })).to_string();
    assert!(
        body.len() > 2_800_000 && body.len() < 3_200_000,
        "{}",
        body.len()
    );
    assert_eq!(
        webhook::post_raw(desk, body.into_bytes()).await,
        StatusCode::OK
    );
    desk.store().understood().await;
    let stored = "SELECT count(*) FROM message WHERE wamid IS NOT NULL";
    assert_eq!(desk.store().count(stored).await, 700);

    let before = desk.resident_bytes();
    let head = format!(
        "POST /webhooks/whatsapp HTTP/1.1\r\nhost: desk\r\ncontent-length: 67108864\r\n\
         x-hub-signature-256: sha256={}\r\n\r\n",
        "0".repeat(64)
    );
    let mut connection = tokio::net::TcpStream::connect(desk.address())
        .await
        .expect("a connection");
    connection
        .write_all(head.as_bytes())
        .await
        .expect("the head is taken");
    let mut answer = [0; 12];
    connection
        .read_exact(&mut answer)
        .await
        .expect("an answer before the body");
    assert_eq!(&answer, b"HTTP/1.1 413");
    assert!(desk.resident_bytes() < before + 16 * 1024 * 1024);
    assert!(
        !desk.log().contains(PHONE_NUMBER_ID),
        "what is refused is not written down"
    );
}
