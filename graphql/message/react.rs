//! Reacting to a message.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::Message;
use crate::context::ResolverContext;
use crate::error::{OperationError, outcome};
use crate::scalars::parse_id;

/// Changes to reactions.
#[derive(Default)]
pub struct ReactionMutations;

#[Object]
impl ReactionMutations {
    /// Puts an emoji on a message in the name of the business, replaces the one that is there, or takes it away. The
    /// customer sees one reaction of the business, whoever reacted last. It is no answer: it claims nobody and
    /// stops no waiting time. `WINDOW_CLOSED` when the customer service window is closed; `CONFLICT` for messages that
    /// WhatsApp does not have, or that are older than thirty days. What becomes of it comes as `MessageChanged`.
    async fn react(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To what, and how.")] input: ReactInput,
    ) -> Result<ReactPayload> {
        let reacted = async {
            let id = parse_id(&input.message_id, "messageId")?;
            let emoji = input.emoji.as_deref();
            ctx.desk().react(ctx.actor(), id, emoji).await
        };
        let (message, error) = outcome(reacted.await)?;
        Ok(ReactPayload {
            message: message.map(Into::into),
            error,
        })
    }
}

/// A reaction.
#[derive(InputObject)]
pub struct ReactInput {
    /// To which message.
    message_id: ID,
    /// One emoji; null takes the reaction away.
    emoji: Option<String>,
}

/// The message as it is now.
#[derive(SimpleObject)]
pub struct ReactPayload {
    /// Null when it was not changed.
    message: Option<Message>,
    /// Null on success.
    error: Option<OperationError>,
}
