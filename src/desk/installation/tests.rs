//! Opening a desk, on real databases.

use std::time::Duration;

use crate::access::Actor;
use crate::message::{Content, MediaKind, SendMessage};
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::testing::{parsed, writes};
use crate::webhook::{Inbound, InboundMessage, RawWebhook};

/// What waits: for which part, how much, and for how many seconds.
async fn due(desk: &TestDesk) -> Vec<(&'static str, u64, u64)> {
    let backlogs = desk.backlogs().await.expect("the database answers");
    let due = backlogs.into_iter().filter(|backlog| backlog.waiting > 0);
    due.map(|backlog| (backlog.part, backlog.waiting, backlog.lag.as_secs()))
        .collect()
}

/// Plans the pushes for everything that happened.
async fn plan_pushes(desk: &TestDesk) {
    let lease = desk.claim_lease("pushes", "node").await.expect("a lease");
    let from = lease.expect("nobody else plans").position;
    desk.plan_pushes("pushes", from, 1_000)
        .await
        .expect("a plan");
}

on_both_databases! {
    async fn a_secret_is_made_once_and_read_by_every_node(desk: &TestDesk) {
        let first = desk.keep_secret("vapid", || b"first".to_vec()).await.unwrap();
        let again = desk.keep_secret("vapid", || b"second".to_vec()).await.unwrap();
        let elsewhere = desk.another_node().await.keep_secret("vapid", Vec::new).await.unwrap();
        assert_eq!([first, again, elsewhere], [b"first", b"first", b"first"]);
        let stored = desk.setting("vapid").await.unwrap().unwrap();
        assert!(!stored.windows(5).any(|bytes| bytes == b"first"), "it is not stored in plain");
    }

    async fn nodes_that_start_at_once_keep_the_same_secret(desk: &TestDesk) {
        let other = desk.another_node().await;
        let (one, two) = tokio::join!(
            desk.keep_secret("race", || b"one".to_vec()),
            other.keep_secret("race", || b"two".to_vec()),
        );
        assert_eq!(one.unwrap(), two.unwrap());
    }

    async fn a_wrong_key_is_noticed_at_once(desk: &TestDesk) {
        assert!(desk.another_key().await.is_err());
    }

    async fn cursors_outlive_a_restart_but_not_a_new_history(desk: &TestDesk) {
        let cursor = desk.journal().cursor(desk.journal().head().await.unwrap());
        let restarted = desk.another_node().await;
        assert!(restarted.journal().resume(&cursor).await.is_ok());
        restarted.begin_new_history().await.unwrap();
        let restored = desk.another_node().await;
        assert!(restored.journal().resume(&cursor).await.is_err());
    }

    async fn what_is_due_and_not_done_is_told_with_its_age(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        plan_pushes(desk).await;
        assert_eq!(due(desk).await, []);

        let raw = || RawWebhook { fingerprint: "f".into(), body: "{}".into() };
        desk.store_webhooks(vec![raw(), raw()]).await.expect("kept");
        desk.pass(Duration::from_secs(3));
        assert_eq!(due(desk).await, [("intake", 2, 3)]);

        let picture = InboundMessage {
            content: Content::Media {
                kind: MediaKind::Image,
                mime_type: "image/jpeg".into(),
                caption: None,
                file_name: None,
                voice: false,
                animated: false,
                meta_media_id: Some("77".into()),
                sha256: None,
            },
            ..writes(channel, "5521999990000", "picture", desk.now())
        };
        let read = [(1, vec![Inbound::Message(picture)]), (2, Vec::new())];
        let webhooks = read.map(|(seq, items)| parsed(seq, items)).into();
        desk.apply_webhooks(webhooks).await.expect("applied");
        plan_pushes(desk).await;
        desk.pass(Duration::from_secs(2));
        assert_eq!(due(desk).await, [("media", 1, 2)]);
        desk.claim_media("node", 1).await.expect("claimed");
        assert_eq!(due(desk).await, []);

        let conversation = desk.newest_conversation().await.id;
        let answer = SendMessage {
            conversation_id: conversation,
            client_key: uuid::Uuid::new_v4(),
            content: Content::text("Bom dia!"),
            reply_to: None,
            internal: false,
        };
        desk.send_message(&Actor::System, answer).await.expect("queued");
        desk.pass(Duration::from_secs(1));
        let waiting = due(desk).await;
        assert_eq!(waiting[0], ("outbound", 1, 1));
        assert_eq!((waiting[1].0, waiting[1].2), ("push_plan", 1), "nobody has looked whom to tell");
    }

    async fn a_healthy_desk_answers_a_ping(desk: &TestDesk) {
        desk.ping().await.unwrap();
        desk.ping().await.unwrap();
    }
}
