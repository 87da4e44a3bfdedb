//! Writing messages, and deciding about those that did not get through.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use desk::DeskError;
use desk::conversation::ConversationView;
use desk::message::{Content, MessageView, SendMessage};

use super::Message;
use crate::context::ResolverContext;
use crate::conversation::Conversation;
use crate::error::{OperationError, outcome};
use crate::scalars::{parse_id, parse_optional_id};

/// Changes to messages.
#[derive(Default)]
pub struct MessageMutations;

#[Object]
impl MessageMutations {
    /// Sends a text to the customer, or an internal message to colleagues. It is on disk when this returns;
    /// what becomes of it comes as `MessageChanged`. The first answer makes you the conversation's agent.
    /// `WINDOW_CLOSED` when the customer service window is closed.
    async fn send_message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and where.")] input: SendMessageInput,
    ) -> Result<SendMessagePayload> {
        let message = || {
            Ok(SendMessage {
                conversation_id: parse_id(&input.conversation_id, "conversationId")?,
                client_key: parse_id(&input.client_key, "clientKey")?,
                content: Content::text(input.text),
                reply_to: parse_optional_id(input.reply_to.as_ref(), "replyTo")?,
                internal: input.internal.unwrap_or_default(),
            })
        };
        SendMessagePayload::of_message(ctx, message()).await
    }

    /// Sends a message again that failed, or of which it is unknown whether WhatsApp took it: in the latter
    /// case the customer may get it twice.
    async fn retry_message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RetryMessageInput,
    ) -> Result<RetryMessagePayload> {
        let retried = async {
            let id = parse_id(&input.message_id, "messageId")?;
            ctx.desk().retry_message(ctx.actor(), id).await
        };
        let (message, error) = outcome(retried.await)?;
        Ok(RetryMessagePayload {
            message: message.map(Into::into),
            error,
        })
    }

    /// Gives up a message that waits, failed, or of which it is unknown whether WhatsApp took it.
    async fn discard_message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DiscardMessageInput,
    ) -> Result<DiscardMessagePayload> {
        let discarded = async {
            let id = parse_id(&input.message_id, "messageId")?;
            ctx.desk().discard_message(ctx.actor(), id).await
        };
        let (message, error) = outcome(discarded.await)?;
        Ok(DiscardMessagePayload {
            message: message.map(Into::into),
            error,
        })
    }
}

/// A message to be sent.
#[derive(InputObject)]
pub struct SendMessageInput {
    /// In which conversation.
    conversation_id: ID,
    /// A UUID that your device makes once for each message. The same key again is the same message, however
    /// often it is sent: repeat the mutation until you have an answer.
    client_key: ID,
    /// 1 to 4,096 characters after trimming.
    text: String,
    /// The message that it answers.
    reply_to: Option<ID>,
    /// True: for colleagues only.
    #[graphql(default_with = "Some(false)")]
    internal: Option<bool>,
}

/// The message as it was stored.
#[derive(SimpleObject)]
pub struct SendMessagePayload {
    /// Null when it was not sent.
    message: Option<Message>,
    /// The conversation as it is now.
    conversation: Option<Conversation>,
    /// Null on success.
    error: Option<OperationError>,
}

impl SendMessagePayload {
    /// What came of sending.
    pub(crate) fn of(
        (sent, error): (
            Option<(MessageView, ConversationView)>,
            Option<OperationError>,
        ),
    ) -> Self {
        let (message, conversation) = sent.unzip();
        Self {
            message: message.map(Into::into),
            conversation: conversation.map(Conversation),
            error,
        }
    }

    /// Sends what a client asked for, if it could be read.
    pub(super) async fn of_message(
        ctx: &Context<'_>,
        message: Result<SendMessage, DeskError>,
    ) -> Result<Self> {
        let sent = match message {
            Ok(message) => ctx.desk().send_message(ctx.actor(), message).await,
            Err(error) => Err(error),
        };
        Ok(Self::of(outcome(sent)?))
    }
}

/// What to send again.
#[derive(InputObject)]
pub struct RetryMessageInput {
    /// Which message.
    message_id: ID,
}

/// The message as it is now.
#[derive(SimpleObject)]
pub struct RetryMessagePayload {
    /// Null when it was not changed.
    message: Option<Message>,
    /// Null on success.
    error: Option<OperationError>,
}

/// What to give up.
#[derive(InputObject)]
pub struct DiscardMessageInput {
    /// Which message.
    message_id: ID,
}

/// The message as it is now.
#[derive(SimpleObject)]
pub struct DiscardMessagePayload {
    /// Null when it was not changed.
    message: Option<Message>,
    /// Null on success.
    error: Option<OperationError>,
}
