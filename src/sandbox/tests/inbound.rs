//! What customers send, as the endpoint receives it.

use std::fmt::Write;

use serde_json::{Value, json};

use super::*;
use crate::Content;

/// HMAC-SHA256 written out after RFC 2104, so that the test does not share the code under test.
fn hmac_sha256_hex(key: &[u8], body: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |byte: u8| block.map(|one| one ^ byte);
    let inner = Sha256::new()
        .chain_update(pad(0x36))
        .chain_update(body)
        .finalize();
    let outer = Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner)
        .finalize();
    outer.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes all");
        hex
    })
}

#[tokio::test]
async fn a_text_has_the_shape_of_the_sample_and_a_signature_over_its_raw_bytes() {
    let stage = Stage::set().await;
    stage.sandbox.clock().freeze_at_ms(1_795_000_060_500);
    let wamid = stage.ada_writes("Olá! Ainda tem a azul? 😀");
    let received = stage.endpoint.wait(1).await.remove(0);
    assert_eq!(
        received.json(),
        json!({
            "object": "whatsapp_business_account",
            "entry": [{
                "id": WABA,
                "changes": [{
                    "value": {
                        "messaging_product": "whatsapp",
                        "metadata": { "display_phone_number": "15550100001", "phone_number_id": PHONE },
                        "contacts": [{
                            "profile": { "name": "Ada Exemplo" },
                            "wa_id": "5561981234567",
                            "user_id": stage.ada.bsuid,
                        }],
                        "messages": [{
                            "from": "5561981234567",
                            "from_user_id": stage.ada.bsuid,
                            "id": wamid,
                            "timestamp": "1795000060",
                            "type": "text",
                            "text": { "body": "Olá! Ainda tem a azul? 😀" },
                        }],
                    },
                    "field": "messages",
                }],
            }],
        })
    );
    assert!(received.body.is_ascii(), "everything else is escaped");
    let text = String::from_utf8_lossy(&received.body);
    assert!(text.contains("Ol\\u00e1") && text.contains("\\ud83d\\ude00"));
    assert_eq!(
        received.signature,
        format!(
            "sha256={}",
            hmac_sha256_hex(SECRET.as_bytes(), &received.body)
        )
    );
}

#[tokio::test]
async fn a_customer_without_a_shown_number_is_a_bsuid_alone() {
    let stage = Stage::set().await;
    let hidden = stage.sandbox.add_customer(NewCustomer {
        username: Some("@bia.teste".to_owned()),
        ..NewCustomer {
            name: "Bia".to_owned(),
            ..NewCustomer::default()
        }
    });
    stage
        .sandbox
        .say(&hidden.key, Say::text("Achei vocês pelo nome"))
        .expect("sent");
    let value = stage.endpoint.wait(1).await[0].value();
    let (contact, message) = (&value["contacts"][0], &value["messages"][0]);
    assert_eq!(contact["profile"]["username"], "bia.teste");
    assert!(contact.get("wa_id").is_none(), "omitted, not null");
    assert!(message.get("from").is_none());
    assert_eq!(message["from_user_id"], json!(hidden.bsuid));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
async fn every_kind_of_message_carries_its_object() {
    let stage = Stage::with_open_window().await;
    let business = stage.send_text("Temos, sim").await;
    let caption = Some("O pacote".to_owned());
    let cases: Vec<(Content, &str, &[&str])> = vec![
        (
            Content::Image {
                file: None,
                caption: caption.clone(),
            },
            "image",
            &["id", "mime_type", "sha256", "url", "caption"],
        ),
        (
            Content::Video {
                file: None,
                caption: caption.clone(),
            },
            "video",
            &["id", "mime_type", "sha256", "url", "caption"],
        ),
        (
            Content::Audio {
                file: None,
                voice: true,
            },
            "audio",
            &["id", "mime_type", "sha256", "url", "voice"],
        ),
        (
            Content::Document {
                file: None,
                filename: Some("Comprovante.pdf".to_owned()),
                caption,
            },
            "document",
            &["id", "mime_type", "filename", "caption"],
        ),
        (
            Content::Sticker {
                file: None,
                animated: false,
            },
            "sticker",
            &["id", "mime_type", "animated"],
        ),
        (
            Content::Location {
                latitude: -15.8,
                longitude: -47.9,
                name: Some("Loja".to_owned()),
                address: None,
            },
            "location",
            &["latitude", "longitude", "name"],
        ),
        (
            Content::ButtonReply {
                id: "sim".to_owned(),
                title: "Sim".to_owned(),
            },
            "interactive",
            &["type", "button_reply"],
        ),
        (
            Content::ListReply {
                id: "1".to_owned(),
                title: "Sedex".to_owned(),
                description: None,
            },
            "interactive",
            &["type", "list_reply"],
        ),
        (
            Content::FlowReply {
                response_json: "{\"a\":1}".to_owned(),
            },
            "interactive",
            &["type", "nfm_reply"],
        ),
        (
            Content::Button {
                text: "Confirmo".to_owned(),
                payload: "ok".to_owned(),
            },
            "button",
            &["text", "payload"],
        ),
        (
            Content::Order {
                catalog_id: "9".to_owned(),
                product_items: vec![json!({ "quantity": 1 })],
                text: None,
            },
            "order",
            &["catalog_id", "product_items"],
        ),
        (
            Content::Reaction {
                message_id: business.clone(),
                emoji: Some("👍".to_owned()),
            },
            "reaction",
            &["message_id", "emoji"],
        ),
        (
            Content::Unsupported {
                kind: Some("poll_creation".to_owned()),
                code: None,
            },
            "unsupported",
            &["type"],
        ),
        (
            Content::Edit {
                original_message_id: "wamid.x".to_owned(),
                body: "Olá".to_owned(),
            },
            "edit",
            &["original_message_id", "message"],
        ),
        (
            Content::Revoke {
                original_message_id: "wamid.x".to_owned(),
            },
            "revoke",
            &["original_message_id"],
        ),
    ];
    let before = stage.endpoint.received().len();
    for (index, (content, kind, keys)) in cases.into_iter().enumerate() {
        stage
            .sandbox
            .say(&stage.ada.key, Say::new(content))
            .expect("sent");
        let value = stage.endpoint.wait(before + index + 1).await[before + index].value();
        let message = &value["messages"][0];
        assert_eq!(message["type"], kind, "{message}");
        for key in keys {
            assert!(message[kind].get(key).is_some(), "{kind}.{key}: {message}");
        }
    }
}

#[tokio::test]
async fn a_removed_reaction_has_no_emoji_at_all() {
    let stage = Stage::with_open_window().await;
    let target = stage.send_text("Pronto").await;
    let before = stage.endpoint.received().len();
    for emoji in [Some("❤️".to_owned()), None] {
        let content = Content::Reaction {
            message_id: target.clone(),
            emoji,
        };
        stage
            .sandbox
            .say(&stage.ada.key, Say::new(content))
            .expect("sent");
        assert!(stage.sandbox.settled(PATIENCE).await);
    }
    let received = stage.endpoint.wait(before + 2).await;
    let reaction =
        |index: usize| received[before + index].value()["messages"][0]["reaction"].clone();
    assert_eq!(reaction(0)["emoji"], "❤️");
    assert_eq!(reaction(1), json!({ "message_id": target }));
    let thread = stage
        .sandbox
        .thread(PHONE, &stage.ada.key)
        .expect("a thread");
    assert!(thread.iter().all(|message| message.reactions.is_empty()));
}

#[tokio::test]
async fn a_reply_names_the_author_of_what_it_quotes() {
    let stage = Stage::with_open_window().await;
    let ours = stage.send_text("Qual cor?").await;
    let theirs = stage.ada_writes("Espera");
    assert!(stage.sandbox.settled(PATIENCE).await);
    let before = stage.endpoint.received().len();
    for (quoted, from) in [(&ours, "15550100001"), (&theirs, "5561981234567")] {
        let reply = Say::text("Azul").replying_to(quoted.clone());
        stage.sandbox.say(&stage.ada.key, reply).expect("sent");
        assert!(stage.sandbox.settled(PATIENCE).await);
        let last = stage.endpoint.received().pop().expect("one").value();
        assert_eq!(
            last["messages"][0]["context"],
            json!({ "from": from, "id": quoted })
        );
    }
    assert_eq!(stage.endpoint.received().len(), before + 2);
}

#[tokio::test]
async fn a_change_of_number_comes_without_contacts_and_moves_the_customer() {
    let stage = Stage::set().await;
    let content = Content::ChangeNumber {
        new_wa_id: "5561977776666".to_owned(),
    };
    stage
        .sandbox
        .say(&stage.ada.key, Say::new(content))
        .expect("sent");
    let value = stage.endpoint.wait(1).await[0].value();
    assert!(value.get("contacts").is_none());
    let message = &value["messages"][0];
    assert_eq!(message["from"], "5561981234567");
    assert!(message.get("from_user_id").is_none());
    assert_eq!(message["system"]["type"], "user_changed_number");
    assert_eq!(message["system"]["wa_id"], "5561977776666");
    assert_eq!(
        message["system"]["previous_user_id"],
        json!(stage.ada.bsuid)
    );
    assert_ne!(message["system"]["user_id"], json!(stage.ada.bsuid));

    stage.ada_writes("Número novo");
    let value = stage.endpoint.wait(2).await[1].value();
    assert_eq!(value["messages"][0]["from"], "5561977776666");
}

#[tokio::test]
async fn further_keys_and_raw_messages_pass_as_they_are() {
    let stage = Stage::set().await;
    let mut say = Say::text("Vi o anúncio");
    say.extra
        .insert("referral".to_owned(), json!({ "source_type": "ad" }));
    stage.sandbox.say(&stage.ada.key, say).expect("sent");
    let raw = json!({ "type": "hologram", "hologram": { "depth": 3 } });
    let Value::Object(message) = raw else {
        unreachable!("an object was written")
    };
    stage
        .sandbox
        .say(&stage.ada.key, Say::new(Content::Raw { message }))
        .expect("sent");
    assert!(stage.sandbox.settled(PATIENCE).await);
    let received = stage.endpoint.wait(2).await;
    let values: Vec<Value> = received
        .iter()
        .map(|one| one.value()["messages"][0].clone())
        .collect();
    assert!(
        values
            .iter()
            .any(|one| one["referral"]["source_type"] == "ad")
    );
    assert!(values.iter().any(|one| one["hologram"]["depth"] == 3));
}
