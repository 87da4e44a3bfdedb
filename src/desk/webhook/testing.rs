//! Customers for the tests of this room.

use entity::{ChannelId, ConversationId, MessageId, UnixMillis};

use super::{
    Applied, Edit, Inbound, InboundMessage, ParsedWebhook, RawWebhook, Reaction, ReportedStatus,
    Revoke, StatusReport, WebhookItem, Writer,
};
use crate::access::Actor;
use crate::contact::CustomerIdentity;
use crate::conversation::ConversationView;
use crate::inbox::{InboxFilter, InboxList, InboxQuery};
use crate::message::{Content, FailureRecord, MessageView, ThreadQuery};
use crate::outbox::{Outbound, OutboundTask, Settlement};
use crate::testing::TestDesk;

/// A customer who is known by a number.
pub fn number(digits: &str) -> CustomerIdentity {
    CustomerIdentity {
        wa_id: Some(digits.to_owned()),
        wa_id_match_key: Some(digits.to_owned()),
        profile_name: Some(format!("Customer {digits}")),
        ..CustomerIdentity::default()
    }
}

/// What a text says.
pub fn text(body: &str) -> Content {
    Content::Text {
        body: body.to_owned(),
        referral: None,
    }
}

/// A text from the customer with the number `from`; its wamid follows from its body.
pub fn writes(channel: ChannelId, from: &str, body: &str, at: UnixMillis) -> InboundMessage {
    InboundMessage {
        channel_id: channel,
        identity: number(from),
        wamid: format!("wamid.{from}.{body}"),
        sent_at: at,
        content: text(body),
        reply_to_wamid: None,
        forwarded: false,
        opens_window: true,
    }
}

/// A report about the message with `wamid`.
pub fn reports(
    channel: ChannelId,
    wamid: &str,
    status: ReportedStatus,
    at: UnixMillis,
) -> StatusReport {
    StatusReport {
        channel_id: channel,
        wamid: wamid.to_owned(),
        status,
        at,
        our_message_id: None,
        failure: (status == ReportedStatus::Failed).then(|| FailureRecord {
            code: Some(131_026),
            ..FailureRecord::default()
        }),
        pricing: None,
        recipient: CustomerIdentity::default(),
    }
}

/// The customer reacts to a message.
pub fn reacts(channel: ChannelId, wamid: &str, emoji: Option<&str>, at: UnixMillis) -> Inbound {
    Inbound::Reaction(Reaction {
        channel_id: channel,
        identity: CustomerIdentity::default(),
        writer: Writer::Customer,
        wamid_of_target: wamid.to_owned(),
        emoji: emoji.map(str::to_owned),
        at,
    })
}

/// The customer edits a message.
pub fn edits(channel: ChannelId, wamid: &str, body: &str, at: UnixMillis) -> Inbound {
    Inbound::Edit(Edit {
        channel_id: channel,
        original_wamid: wamid.to_owned(),
        content: text(body),
        at,
    })
}

/// The customer revokes a message.
pub fn revokes(channel: ChannelId, wamid: &str, at: UnixMillis) -> Inbound {
    Inbound::Revoke(Revoke {
        channel_id: channel,
        original_wamid: wamid.to_owned(),
        at,
    })
}

/// A webhook that was stored and read.
pub fn parsed(seq: i64, items: Vec<Inbound>) -> ParsedWebhook {
    let items = items
        .into_iter()
        .enumerate()
        .map(|(index, inbound)| WebhookItem {
            path: format!("entry[0].changes[0].value.messages[{index}]"),
            raw: format!("{{\"index\":{index}}}"),
            inbound,
        });
    ParsedWebhook {
        seq,
        items: items.collect(),
        rejects: Vec::new(),
        complete: true,
    }
}

impl TestDesk {
    /// Stores a webhook and applies what it was read as.
    pub async fn hears(&self, items: Vec<Inbound>) -> Applied {
        let raw = RawWebhook {
            fingerprint: "f".into(),
            body: "{}".into(),
        };
        self.store_webhooks(vec![raw]).await.unwrap();
        let stored = self.unprocessed_webhooks(1_000).await.unwrap();
        let seq = stored.last().expect("the webhook was stored").seq;
        self.apply_webhooks(vec![parsed(seq, items)]).await.unwrap()
    }

    /// A customer writes; returns the conversation.
    pub async fn customer_writes(
        &self,
        channel: ChannelId,
        from: &str,
        body: &str,
    ) -> ConversationView {
        let message = writes(channel, from, body, self.now());
        self.hears(vec![Inbound::Message(message)]).await;
        self.newest_conversation().await
    }

    /// The conversation with the newest activity.
    pub async fn newest_conversation(&self) -> ConversationView {
        let query = InboxQuery {
            list: InboxList::All,
            filter: InboxFilter::default(),
            first: 1,
            after: None,
        };
        let page = self.inbox(&Actor::System, query).await.unwrap();
        page.items.into_iter().next().expect("a conversation")
    }

    /// A conversation as it stands, as the system sees it.
    pub async fn conversation_now(&self, id: ConversationId) -> ConversationView {
        let found = self.conversation(&Actor::System, id).await.unwrap();
        found.expect("the conversation")
    }

    /// The thread, oldest first, without what the system wrote into it.
    pub async fn said_in(&self, id: ConversationId) -> Vec<MessageView> {
        self.all_in(id)
            .await
            .into_iter()
            .filter(|message| !matches!(message.content, Content::System { .. }))
            .collect()
    }

    /// The thread, oldest first.
    pub async fn all_in(&self, id: ConversationId) -> Vec<MessageView> {
        let query = ThreadQuery::Last {
            count: 100,
            before: None,
        };
        self.thread(&Actor::System, id, query).await.unwrap().items
    }

    /// A message as it stands.
    pub async fn message_now(&self, id: MessageId) -> MessageView {
        let found = self.message(&Actor::System, id).await.unwrap();
        found.expect("the message")
    }

    /// Claims the messages that may leave now; what is no message is settled.
    pub async fn leaving(&self) -> Vec<Outbound> {
        let mut messages = Vec::new();
        for outbound in self.claim_outbound("test", 100).await.unwrap() {
            if outbound.task == OutboundTask::Message {
                messages.push(outbound);
            } else {
                self.settle_outbound(outbound.id, Settlement::Done)
                    .await
                    .unwrap();
            }
        }
        messages
    }

    /// Meta takes everything that may leave now, as `wamid.out.<n>`.
    pub async fn meta_accepts(&self, wamid: &str) {
        for outbound in self.leaving().await {
            let accepted = Settlement::Accepted {
                wamid: wamid.to_owned(),
                wa_id: None,
                bsuid: None,
                held: false,
            };
            self.settle_outbound(outbound.id, accepted).await.unwrap();
        }
    }
}
