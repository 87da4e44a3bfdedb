//! Replies that wait for the customer to write, because the customer service window is closed.

use async_graphql::{Context, Description, ID, InputObject, Object, Result, SimpleObject};
use desk::held_reply::{HeldReplyPatch, HeldReplyView, HoldReply, Kept};

use crate::context::ResolverContext;
use crate::conversation::Conversation;
use crate::error::{OperationError, outcome};
use crate::message::Message;
use crate::person::Person;
use crate::scalars::{Instant, parse_id, parse_optional_id};

/// A reply that waits for the customer to write. Everybody who sees the conversation sees it; the customer does not.
#[derive(Clone, Debug, Description)]
pub struct HeldReply(pub HeldReplyView);

#[Object(use_type_description)]
impl HeldReply {
    /// Stable until it leaves or is given up.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Who wrote it; null for programs.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::load_optional(ctx, self.0.author_id).await
    }

    /// What it says. As written, with WhatsApp's mark-up.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// The message that it answers.
    async fn reply_to_id(&self) -> Option<ID> {
        self.0.reply_to_id.map(ID::from)
    }

    /// True: it leaves by itself when the customer writes. False: it waits for `sendHeldReply`.
    async fn sends_itself(&self) -> bool {
        self.0.sends_itself
    }

    /// When it was written.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }

    /// The idempotency key that its author's device made. The message that it becomes bears the same.
    async fn client_key(&self) -> ID {
        ID::from(self.0.client_key.hyphenated().to_string())
    }
}

/// Changes to held replies.
#[derive(Default)]
pub struct HeldReplyMutations;

#[Object]
impl HeldReplyMutations {
    /// Keeps a reply until the customer writes. When they have written meanwhile, one that sends itself is sent at once:
    /// then `message` is set and `heldReply` null. At most 20 wait in a conversation (`CONFLICT`).
    async fn hold_reply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and where.")] input: HoldReplyInput,
    ) -> Result<HoldReplyPayload> {
        let kept = async {
            let reply = HoldReply {
                conversation_id: parse_id(&input.conversation_id, "conversationId")?,
                client_key: parse_id(&input.client_key, "clientKey")?,
                text: input.text,
                reply_to: parse_optional_id(input.reply_to.as_ref(), "replyTo")?,
                sends_itself: input.sends_itself.unwrap_or(true),
            };
            ctx.desk().hold_reply(ctx.actor(), reply).await
        };
        let (kept, error) = outcome(kept.await)?;
        let (kept, conversation) = kept.unzip();
        let (held_reply, message) = match kept {
            Some(Kept::Held(reply)) => (Some(reply), None),
            Some(Kept::Sent(message)) => (None, Some(*message)),
            None => (None, None),
        };
        Ok(HoldReplyPayload {
            held_reply: held_reply.map(HeldReply),
            message: message.map(Into::into),
            conversation: conversation.map(Conversation),
            error,
        })
    }

    /// Changes a held reply. Yours, or any for supervisors, administrators and programs; else `FORBIDDEN`.
    async fn update_held_reply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and what shall be different.")] input: UpdateHeldReplyInput,
    ) -> Result<UpdateHeldReplyPayload> {
        let changed = async {
            let id = parse_id(&input.held_reply_id, "heldReplyId")?;
            let patch = HeldReplyPatch {
                text: input.text,
                sends_itself: input.sends_itself,
            };
            ctx.desk().update_held_reply(ctx.actor(), id, patch).await
        };
        let (changed, error) = outcome(changed.await)?;
        let (held_reply, conversation) = changed.unzip();
        Ok(UpdateHeldReplyPayload {
            held_reply: held_reply.map(HeldReply),
            conversation: conversation.map(Conversation),
            error,
        })
    }

    /// Gives a held reply up. Yours, or any for supervisors, administrators and programs; else `FORBIDDEN`.
    async fn cancel_held_reply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: CancelHeldReplyInput,
    ) -> Result<CancelHeldReplyPayload> {
        let cancelled = async {
            let id = parse_id(&input.held_reply_id, "heldReplyId")?;
            ctx.desk().cancel_held_reply(ctx.actor(), id).await
        };
        let (conversation, error) = outcome(cancelled.await)?;
        Ok(CancelHeldReplyPayload {
            conversation: conversation.map(Conversation),
            error,
        })
    }

    /// Sends a held reply now, as yours. `WINDOW_CLOSED` while the customer has not written.
    async fn send_held_reply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: SendHeldReplyInput,
    ) -> Result<SendHeldReplyPayload> {
        let sent = async {
            let id = parse_id(&input.held_reply_id, "heldReplyId")?;
            ctx.desk().send_held_reply(ctx.actor(), id).await
        };
        let (sent, error) = outcome(sent.await)?;
        let (message, conversation) = sent.unzip();
        Ok(SendHeldReplyPayload {
            message: message.map(Into::into),
            conversation: conversation.map(Conversation),
            error,
        })
    }
}

/// A reply to keep.
#[derive(InputObject)]
pub struct HoldReplyInput {
    /// In which conversation.
    conversation_id: ID,
    /// A UUID that your device makes once for each reply. The same key again is the same reply, also once it has left.
    client_key: ID,
    /// 1 to 4,096 characters after trimming.
    text: String,
    /// The message that it answers.
    reply_to: Option<ID>,
    /// Whether it leaves by itself when the customer writes.
    #[graphql(default_with = "Some(true)")]
    sends_itself: Option<bool>,
}

/// What became of the reply.
#[derive(SimpleObject)]
pub struct HoldReplyPayload {
    /// The reply that waits.
    held_reply: Option<HeldReply>,
    /// The message that it has become already.
    message: Option<Message>,
    /// The conversation as it is now.
    conversation: Option<Conversation>,
    /// Null on success.
    error: Option<OperationError>,
}

/// What shall be different; what is left out stays.
#[derive(InputObject)]
pub struct UpdateHeldReplyInput {
    /// Which reply.
    held_reply_id: ID,
    /// 1 to 4,096 characters after trimming.
    text: Option<String>,
    /// Whether it leaves by itself when the customer writes.
    sends_itself: Option<bool>,
}

/// The reply as it is now.
#[derive(SimpleObject)]
pub struct UpdateHeldReplyPayload {
    /// Null when it was not changed.
    held_reply: Option<HeldReply>,
    /// The conversation as it is now.
    conversation: Option<Conversation>,
    /// Null on success.
    error: Option<OperationError>,
}

/// Which reply to give up.
#[derive(InputObject)]
pub struct CancelHeldReplyInput {
    /// Which reply.
    held_reply_id: ID,
}

/// The conversation without it.
#[derive(SimpleObject)]
pub struct CancelHeldReplyPayload {
    /// Null when nothing was changed.
    conversation: Option<Conversation>,
    /// Null on success.
    error: Option<OperationError>,
}

/// Which reply to send.
#[derive(InputObject)]
pub struct SendHeldReplyInput {
    /// Which reply.
    held_reply_id: ID,
}

/// The message that it became.
#[derive(SimpleObject)]
pub struct SendHeldReplyPayload {
    /// Null when it was not sent.
    message: Option<Message>,
    /// The conversation as it is now.
    conversation: Option<Conversation>,
    /// Null on success.
    error: Option<OperationError>,
}
