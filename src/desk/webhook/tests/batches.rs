//! Batches: whole, broken, large.

use entity::{ChannelId, message};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::access::Actor;
use crate::testing::on_both_databases;
use crate::webhook::testing::{parsed, writes};
use crate::webhook::{Inbound, Notice, RawWebhook, RejectedItem};

on_both_databases! {
    async fn f26_a_broken_item_among_a_thousand_is_quarantined_alone(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let nowhere = ChannelId(Uuid::from_u128(404));
        let items = (0..1_000).map(|index| {
            let to = if index == 613 { nowhere } else { channel };
            Inbound::Message(writes(to, &format!("55{}", index % 40), &format!("{index}"), desk.now()))
        });
        let applied = desk.hears(items.collect()).await;
        assert_eq!((applied.items, applied.quarantined), (999, 1));
        let texts = message::Entity::find().filter(message::Column::Kind.eq("text"));
        assert_eq!(texts.count(desk.database().read()).await.unwrap(), 999);
        let quarantine = desk.quarantined(&Actor::System, 10, None).await.unwrap();
        assert_eq!(quarantine.items.len(), 1);
        assert_eq!(quarantine.items[0].path, "entry[0].changes[0].value.messages[613]");
        assert!(desk.unprocessed_webhooks(10).await.unwrap().is_empty());
    }

    async fn what_could_not_be_read_is_kept_and_can_be_replayed(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let raw = RawWebhook { fingerprint: "f".into(), body: "{}".into() };
        desk.store_webhooks(vec![raw]).await.unwrap();
        let mut webhook = parsed(1, Vec::new());
        webhook.rejects = vec![RejectedItem {
            path: "entry[0]".into(),
            raw: "{\"new\":\"shape\"}".into(),
            reason: "unknown shape".into(),
        }];
        let applied = desk.apply_webhooks(vec![webhook]).await.unwrap();
        assert_eq!((applied.items, applied.quarantined), (0, 1));
        let kept = desk.quarantined(&Actor::System, 10, None).await.unwrap().items.remove(0);
        assert_eq!((kept.raw.as_str(), kept.replayed_at), ("{\"new\":\"shape\"}", None));
        let message = Inbound::Message(writes(channel, "1", "Oi", desk.now()));
        for _ in 0..2 {
            let replayed = desk.replay_quarantined(&Actor::System, kept.id, vec![message.clone()]).await.unwrap();
            assert!(replayed.replayed_at.is_some());
        }
        let conversation = desk.newest_conversation().await;
        assert_eq!(desk.said_in(conversation.id).await.len(), 1);
    }

    async fn a_notice_is_kept_where_administrators_look(desk: &TestDesk) {
        let notice = Inbound::Notice(Notice {
            channel_id: None,
            kind: "account_update".into(),
            summary: "restricted".into(),
        });
        desk.hears(vec![notice]).await;
        let kept = desk.quarantined(&Actor::System, 10, None).await.unwrap();
        assert_eq!(kept.items[0].reason, "account_update: restricted");
    }

    async fn only_administrators_see_the_quarantine(desk: &TestDesk) {
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        assert!(matches!(desk.quarantined(&ana, 10, None).await, Err(crate::DeskError::Forbidden)));
    }
}
