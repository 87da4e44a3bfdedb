//! What must not be kept is kept nowhere (Z-17).

use entity::{quarantined_item, webhook};
use sea_orm::EntityTrait;

use crate::access::Actor;
use crate::message::{Content, MediaKind, SendMessage};
use crate::testing::on_both_databases;
use crate::webhook::testing::{edits, writes};
use crate::webhook::{Inbound, ParsedWebhook, RawWebhook, RejectedItem, WebhookItem};

const CARD: &str = "5555 5555 5555 4444";

fn document(file_name: &str, caption: &str) -> Content {
    Content::Media {
        kind: MediaKind::Document,
        mime_type: "application/pdf".into(),
        caption: Some(caption.into()),
        file_name: Some(file_name.into()),
        voice: false,
        animated: false,
        // Ids are digits too, and stay.
        meta_media_id: Some("4111111111111111".into()),
        sha256: None,
    }
}

on_both_databases! {
    async fn card_numbers_are_blacked_out_in_every_text_of_either_direction(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", &format!("meu cartão: {CARD}")).await.id;
        let mut file = writes(channel, "1", "file", desk.now().plus(1_000));
        file.content = document("cartao 5555555555554444.pdf", CARD);
        desk.hears(vec![Inbound::Message(file)]).await;
        let answer = SendMessage {
            conversation_id: conversation,
            client_key: uuid::Uuid::new_v4(),
            content: Content::text(format!("O cartão {CARD}?")),
            reply_to: None,
            internal: false,
        };
        desk.send_message(&Actor::System, answer).await.unwrap();
        let said = desk.said_in(conversation).await;
        let texts: Vec<_> = said.iter().filter_map(|message| message.text.as_deref()).collect();
        assert_eq!(texts, ["meu cartão: •••• 4444", "•••• 4444", "O cartão •••• 4444?"]);
        assert_eq!(said[1].content, document("cartao •••• 4444.pdf", "•••• 4444"));
        let leaving = desk.leaving().await;
        assert_eq!(leaving[0].message.as_ref().unwrap().content, Content::text("O cartão •••• 4444?"));
        // An edit that waits for its message, and one that finds it.
        let late = format!("e {CARD}");
        desk.hears(vec![edits(channel, "wamid.1.later", &late, desk.now().plus(9_000))]).await;
        desk.hears(vec![Inbound::Message(writes(channel, "1", "later", desk.now().plus(2_000)))]).await;
        let last = desk.said_in(conversation).await.pop().unwrap();
        assert_eq!(last.text.as_deref(), Some("e •••• 4444"));
    }

    async fn the_body_that_meta_posted_is_blacked_out_once_it_is_applied(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let message = |body: &str| {
            format!(r#"{{"id":"wamid.4111111111111111","from":"5511987654321","text":{{"body":"{body}"}}}}"#)
        };
        let bodies = [message(CARD), message("Oi")].map(|body| format!(r#"{{"messages":[{body}]}}"#));
        let raw = bodies.each_ref().map(|body| RawWebhook { fingerprint: "f".into(), body: body.clone().into() });
        desk.store_webhooks(raw.to_vec()).await.unwrap();
        let stored = desk.unprocessed_webhooks(10).await.unwrap();
        let parsed = stored.iter().zip([CARD, "Oi"]).map(|(webhook, text)| ParsedWebhook {
            seq: webhook.seq,
            items: vec![WebhookItem {
                path: "messages[0]".into(),
                raw: message(text),
                inbound: Inbound::Message(writes(channel, "1", text, desk.now())),
            }],
            rejects: vec![RejectedItem { path: "messages[1]".into(), raw: message(text), reason: "unknown".into() }],
            complete: true,
        });
        desk.apply_webhooks(parsed.collect()).await.unwrap();
        let rows = webhook::Entity::find().all(desk.database().read()).await.unwrap();
        let kept: Vec<_> = rows.into_iter().map(|row| String::from_utf8(row.body).unwrap()).collect();
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&kept[0]), read(&bodies[0].replace(CARD, "•••• 4444")), "and nothing else");
        assert_eq!(kept[1], bodies[1], "what holds none is not touched");
        let pieces = quarantined_item::Entity::find().all(desk.database().read()).await.unwrap();
        assert_eq!(pieces.len(), 2);
        assert!(pieces.iter().all(|piece| !piece.raw.contains(CARD)));
    }
}
