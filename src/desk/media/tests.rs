//! What becomes of a file, from the message that names it to the store.

use std::time::Duration;

use entity::channel::PauseReason;
use entity::media_file::MediaState;
use entity::person::Visibility;
use entity::{ChannelId, MessageId};

use super::{MediaFileView, MediaOutcome, StoredFile};
use crate::access::{Actor, SignedIn};
use crate::channel::ChannelPatch;
use crate::error::DeskError;
use crate::journal::{Event, MessageChange};
use crate::message::{Content, MediaKind};
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::testing::writes;
use crate::webhook::{HistoryMessage, Inbound, InboundMessage, Writer};

const CUSTOMER: &str = "5521999990000";
const WEEK: Duration = Duration::from_hours(7 * 24);
const SECOND: Duration = Duration::from_secs(1);

fn picture(meta_media_id: Option<&str>) -> Content {
    Content::Media {
        kind: MediaKind::Image,
        mime_type: "image/jpeg".into(),
        caption: Some("O pacote".into()),
        file_name: Some("pacote.jpg".into()),
        voice: false,
        animated: false,
        meta_media_id: meta_media_id.map(str::to_owned),
        sha256: Some("aGFzaA==".into()),
    }
}

fn shows(channel: ChannelId, meta_media_id: Option<&str>, desk: &TestDesk) -> InboundMessage {
    InboundMessage {
        content: picture(meta_media_id),
        ..writes(channel, CUSTOMER, "picture", desk.now())
    }
}

/// A customer's message with a file that waits.
async fn with_picture(desk: &TestDesk) -> (ChannelId, MessageId) {
    let channel = desk.channel("Shop", None).await;
    let message = shows(channel, Some("77"), desk);
    desk.hears(vec![Inbound::Message(message)]).await;
    (channel, message_id(desk).await)
}

async fn message_id(desk: &TestDesk) -> MessageId {
    let conversation = desk.newest_conversation().await;
    desk.said_in(conversation.id).await[0].id
}

async fn file(desk: &TestDesk, id: MessageId) -> MediaFileView {
    let found = desk.media_for(&Actor::System, id).await.unwrap();
    found.expect("a file")
}

async fn claims(desk: &TestDesk) -> Vec<MessageId> {
    let jobs = desk.claim_media("node", 10).await.unwrap();
    jobs.into_iter().map(|job| job.message_id).collect()
}

fn stored() -> MediaOutcome {
    MediaOutcome::Stored(StoredFile {
        content_type: "image/jpeg".into(),
        bytes: 4_096,
        sha256: "ab".repeat(32),
        storage_key: "files/ab".into(),
        dimensions: Some((640, 480)),
        sound: None,
    })
}

async fn fails(desk: &TestDesk, id: MessageId, pause: Duration) {
    let at = desk.now().plus(i64::try_from(pause.as_millis()).unwrap());
    let reason = "HTTP 500".to_owned();
    desk.settle_media(id, MediaOutcome::Retry { at, reason })
        .await
        .unwrap();
}

fn tells_of(events: &[Event], id: MessageId) -> usize {
    let told = |event: &&Event| matches!(event, Event::MessageChanged { message_id, change: MessageChange::Other, .. } if *message_id == id);
    events.iter().filter(told).count()
}

on_both_databases! {
    async fn a_message_shows_before_its_file_and_hears_when_it_is_there(desk: &TestDesk) {
        let (channel, id) = with_picture(desk).await;
        assert_eq!(file(desk, id).await.state, MediaState::Waiting);
        let before = desk.message_now(id).await;
        let head = desk.journal().head().await.unwrap();

        let jobs = desk.claim_media("node", 10).await.unwrap();
        assert_eq!(jobs.len(), 1);
        assert_eq!((jobs[0].channel_id, jobs[0].meta_media_id.as_str()), (channel, "77"));
        assert_eq!(jobs[0].expected_sha256.as_deref(), Some("aGFzaA=="));
        assert_eq!(file(desk, id).await.state, MediaState::Fetching);
        desk.settle_media(id, stored()).await.unwrap();

        let view = file(desk, id).await;
        assert_eq!(view.state, MediaState::Stored);
        assert_eq!(view.content_type.as_deref(), Some("image/jpeg"));
        assert_eq!((view.bytes, view.dimensions), (Some(4_096), Some((640, 480))));
        assert_eq!(view.file_name.as_deref(), Some("pacote.jpg"));
        let loaded = desk.media_by_message_ids(&[id]).await.unwrap();
        assert_eq!(loaded[&id].storage_key.as_deref(), Some("files/ab"));
        assert_eq!(tells_of(&desk.events_after(head).await, id), 1);
        assert!(desk.message_now(id).await.version > before.version);
    }

    async fn the_same_webhook_again_asks_for_no_second_file(desk: &TestDesk) {
        let (channel, id) = with_picture(desk).await;
        assert_eq!(claims(desk).await, [id]);
        desk.settle_media(id, stored()).await.unwrap();
        desk.hears(vec![Inbound::Message(shows(channel, Some("77"), desk))]).await;
        assert!(claims(desk).await.is_empty());
        assert_eq!(file(desk, id).await.state, MediaState::Stored);
    }

    async fn a_file_that_meta_could_not_take_is_not_asked_for(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        desk.hears(vec![Inbound::Message(shows(channel, None, desk))]).await;
        assert!(claims(desk).await.is_empty());
        let id = message_id(desk).await;
        assert_eq!(desk.media_for(&Actor::System, id).await.unwrap(), None);
    }

    async fn echoes_and_the_files_of_history_are_fetched_too(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let echo = shows(channel, Some("1"), desk);
        desk.hears(vec![Inbound::Echo(echo)]).await;
        let past = |content, wamid: &str| {
            let message = InboundMessage {
                content,
                wamid: wamid.to_owned(),
                ..writes(channel, CUSTOMER, "past", desk.now())
            };
            let writer = Writer::Customer;
            Inbound::History(HistoryMessage { message, writer, status: None })
        };
        // History names its files first and brings them later, under the same wamid.
        let placeholder = Content::Unsupported { kind: "media_placeholder".into(), failure: None };
        desk.hears(vec![past(placeholder, "wamid.past")]).await;
        assert_eq!(desk.claim_media("node", 10).await.unwrap().len(), 1);
        desk.hears(vec![past(picture(Some("2")), "wamid.past")]).await;
        let jobs = desk.claim_media("node", 10).await.unwrap();
        assert_eq!(jobs.len(), 1);
        assert_eq!(jobs[0].meta_media_id, "2");
    }

    async fn a_failed_file_waits_its_pause_and_is_tried_again(desk: &TestDesk) {
        let (_, id) = with_picture(desk).await;
        assert_eq!(claims(desk).await, [id]);
        fails(desk, id, Duration::from_secs(30)).await;
        assert!(claims(desk).await.is_empty());
        desk.pass(Duration::from_secs(30));
        let jobs = desk.claim_media("node", 10).await.unwrap();
        assert_eq!(jobs[0].attempts, 1);
    }

    async fn a_file_expires_when_its_id_has_died(desk: &TestDesk) {
        let (_, id) = with_picture(desk).await;
        let head = desk.journal().head().await.unwrap();
        desk.pass(WEEK.saturating_sub(SECOND));
        assert_eq!(claims(desk).await, [id]);
        fails(desk, id, Duration::from_hours(6)).await;
        assert_eq!(file(desk, id).await.state, MediaState::Waiting);
        // The last attempt is made at the very end, not six hours later.
        desk.pass(SECOND);
        assert_eq!(claims(desk).await, [id]);
        fails(desk, id, Duration::from_hours(6)).await;
        assert_eq!(file(desk, id).await.state, MediaState::Expired);
        assert_eq!(tells_of(&desk.events_after(head).await, id), 1);
        desk.pass(WEEK);
        assert!(claims(desk).await.is_empty());
    }

    async fn a_refused_file_is_told_and_not_tried_again(desk: &TestDesk) {
        let (_, id) = with_picture(desk).await;
        assert_eq!(claims(desk).await, [id]);
        let head = desk.journal().head().await.unwrap();
        let reason = "larger than 100 MB".to_owned();
        desk.settle_media(id, MediaOutcome::Refused { reason }).await.unwrap();
        assert_eq!(file(desk, id).await.state, MediaState::Refused);
        assert_eq!(tells_of(&desk.events_after(head).await, id), 1);
        desk.pass(WEEK);
        assert!(claims(desk).await.is_empty());
    }

    async fn a_claim_whose_node_died_is_claimed_again_and_a_renewed_one_is_not(desk: &TestDesk) {
        let (_, id) = with_picture(desk).await;
        assert_eq!(claims(desk).await, [id]);
        for _ in 0..6 {
            desk.pass(Duration::from_secs(20));
            desk.renew_media("node", &[id]).await.unwrap();
            assert!(claims(desk).await.is_empty(), "it is being fetched");
        }
        desk.pass(Duration::from_secs(61));
        let jobs = desk.claim_media("another", 10).await.unwrap();
        assert_eq!(jobs.len(), 1);
        assert_eq!(jobs[0].attempts, 1);
        // The first node comes back too late, with the same bytes: that is as good.
        desk.settle_media(id, stored()).await.unwrap();
        fails(desk, id, Duration::ZERO).await;
        assert_eq!(file(desk, id).await.state, MediaState::Stored);
    }

    async fn a_node_that_stops_gives_its_claims_back(desk: &TestDesk) {
        let (_, id) = with_picture(desk).await;
        assert_eq!(claims(desk).await, [id]);
        desk.release_media("another").await.unwrap();
        assert!(claims(desk).await.is_empty());
        desk.release_media("node").await.unwrap();
        let jobs = desk.claim_media("another", 10).await.unwrap();
        assert_eq!(jobs[0].attempts, 0, "the attempt does not count");
    }

    async fn two_nodes_never_claim_the_same_file(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let messages = (0..20).map(|number| {
            Inbound::Message(InboundMessage {
                wamid: format!("wamid.{number}"),
                ..shows(channel, Some("77"), desk)
            })
        });
        desk.hears(messages.collect()).await;
        let nodes = ["one", "two", "three", "four"].map(|node| {
            let desk = desk.desk.clone();
            tokio::spawn(async move { desk.claim_media(node, 10).await })
        });
        let mut claimed = Vec::new();
        for node in nodes {
            claimed.extend(node.await.unwrap().unwrap().into_iter().map(|job| job.message_id));
        }
        claimed.extend(claims(desk).await);
        let all = claimed.len();
        claimed.sort_unstable();
        claimed.dedup();
        assert_eq!((claimed.len(), all), (20, 20));
    }

    async fn f29_files_wait_while_meta_refuses_the_token_but_not_while_sending_is_off(desk: &TestDesk) {
        let (channel, id) = with_picture(desk).await;
        let pause = |reason| desk.pause_channel(channel, reason, None);
        pause(PauseReason::TokenRejected).await.unwrap();
        assert!(claims(desk).await.is_empty());
        let patch = ChannelPatch { access_token: Some("new".to_owned().into()), ..ChannelPatch::default() };
        desk.update_channel(&Actor::System, channel, patch).await.unwrap();
        pause(PauseReason::ByAdministrator).await.unwrap();
        assert_eq!(claims(desk).await, [id]);
    }

    async fn a_file_is_for_those_who_may_see_its_conversation(desk: &TestDesk) {
        let (_, id) = with_picture(desk).await;
        let conversation = desk.newest_conversation().await.id;
        let ana = desk.agent("Ana", &[]).await;
        let seeing = |visibility| Actor::Person(SignedIn { visibility, ..ana.clone() });
        let table = [
            (seeing(Visibility::Everything), true),
            (seeing(Visibility::Own), false),
            (Actor::Witness(Some(conversation)), true),
            (Actor::Witness(None), false),
        ];
        for (actor, seen) in table {
            let found = desk.media_for(&actor, id).await.unwrap();
            assert_eq!(found.is_some(), seen, "{actor:?}");
        }
        let refused = desk.media_for(&Actor::Anonymous, id).await;
        assert!(matches!(refused, Err(DeskError::Unauthenticated)));
        let unknown = MessageId(uuid::Uuid::nil());
        assert_eq!(desk.media_for(&Actor::System, unknown).await.unwrap(), None);
    }
}
