//! Reactions, edits and revocations, before and after their message.

use crate::access::Actor;
use crate::message::{Content, ReactionAuthor, SendMessage};
use crate::testing::on_both_databases;
use crate::webhook::Inbound;
use crate::webhook::testing::{edits, reacts, revokes, writes};

on_both_databases! {
    async fn effects_that_arrive_before_their_message_wait_for_it(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let now = desk.now();
        let message = writes(channel, "1", "helo", now);
        let wamid = message.wamid.clone();
        desk.hears(vec![
            edits(channel, &wamid, "hello", now.plus(2_000)),
            edits(channel, &wamid, "hell", now.plus(1_000)),
            revokes(channel, &wamid, now.plus(3_000)),
        ]).await;
        desk.hears(vec![Inbound::Message(message)]).await;
        let conversation = desk.newest_conversation().await;
        let message = &desk.said_in(conversation.id).await[0];
        assert_eq!(message.text.as_deref(), Some("hello"), "the newest edit counts");
        assert_eq!(message.edited_at, Some(now.plus(2_000)));
        assert_eq!(message.revoked_at, Some(now.plus(3_000)));
        assert_eq!(desk.prune(0).await.unwrap().effects, 0);
    }

    async fn effects_in_the_same_webhook_find_their_message_in_any_order(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let now = desk.now();
        let message = writes(channel, "1", "helo", now);
        let wamid = message.wamid.clone();
        desk.hears(vec![
            edits(channel, &wamid, "hello", now.plus(1_000)),
            Inbound::Message(message),
            revokes(channel, &wamid, now.plus(2_000)),
        ]).await;
        let conversation = desk.newest_conversation().await;
        let message = &desk.said_in(conversation.id).await[0];
        assert_eq!(message.text.as_deref(), Some("hello"));
        assert!(message.revoked_at.is_some());
    }

    async fn a_customer_has_one_reaction_to_a_message(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let message = SendMessage {
            conversation_id: conversation.id,
            client_key: uuid::Uuid::new_v4(),
            content: Content::text("Hello"),
            reply_to: None,
            internal: false,
        };
        let (message, _) = desk.send_message(&Actor::System, message).await.unwrap();
        let now = desk.now();
        // Before Meta has answered us.
        desk.hears(vec![reacts(channel, "wamid.out", Some("👍"), now)]).await;
        desk.meta_accepts("wamid.out").await;
        let emoji = async || {
            let reactions = desk.message_now(message.id).await.reactions;
            assert!(reactions.iter().all(|reaction| reaction.author == ReactionAuthor::Customer));
            reactions.into_iter().map(|reaction| reaction.emoji).collect::<Vec<_>>()
        };
        assert_eq!(emoji().await, ["👍"]);
        desk.hears(vec![reacts(channel, "wamid.out", Some("❤️"), now.plus(2_000))]).await;
        assert_eq!(emoji().await, ["❤️"], "L-068");
        desk.hears(vec![reacts(channel, "wamid.out", Some("👍"), now)]).await;
        assert_eq!(emoji().await, ["❤️"], "an old one does not come back");
        desk.hears(vec![reacts(channel, "wamid.out", None, now.plus(4_000))]).await;
        assert!(emoji().await.is_empty());
        desk.hears(vec![reacts(channel, "wamid.out", Some("❤️"), now.plus(2_000))]).await;
        assert!(emoji().await.is_empty(), "nor after it was removed");
        let conversation = desk.conversation_now(conversation.id).await;
        assert_eq!(conversation.unread_count, 1, "L-069");
    }
}
