//! Sending a template into a conversation.

use async_graphql::{Context, ID, InputObject, Object, Result};
use desk::template::SendTemplate;

use super::mutations::SendMessagePayload;
use crate::context::ResolverContext;
use crate::error::outcome;
use crate::scalars::parse_id;
use crate::template::{TemplateValueInput, values};

/// Sending templates.
#[derive(Default)]
pub struct SendTemplateMutations;

#[Object]
impl SendTemplateMutations {
    /// Sends a template, whether the customer service window is open or closed. It does not open the window: only the
    /// customer's answer does. `TEMPLATE_NOT_SENDABLE` when it is not approved, `TEMPLATE_VALUE` when a slot is not
    /// filled in as it must be (`field` says which); nothing is stored then.
    async fn send_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, what to put into it, and where.")] input: SendTemplateInput,
    ) -> Result<SendMessagePayload> {
        let sent = async {
            // Before anything is told about the values.
            ctx.actor().require_server()?;
            let message = SendTemplate {
                conversation_id: parse_id(&input.conversation_id, "conversationId")?,
                client_key: parse_id(&input.client_key, "clientKey")?,
                template_id: parse_id(&input.template_id, "templateId")?,
                values: values(input.values)?,
            };
            ctx.desk().send_template(ctx.actor(), message).await
        };
        Ok(SendMessagePayload::of(outcome(sent.await)?))
    }
}

/// A template message to be sent.
#[derive(InputObject)]
pub struct SendTemplateInput {
    /// In which conversation.
    conversation_id: ID,
    /// A UUID that your device makes once for each message. The same key again is the same message, however
    /// often it is sent: repeat the mutation until you have an answer.
    client_key: ID,
    /// Which template.
    template_id: ID,
    /// A value for every required slot of the template.
    values: Vec<TemplateValueInput>,
}
