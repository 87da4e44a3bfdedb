//! Sending a template into a conversation: with the window closed it is the only way, with the window open it is
//! allowed (L-086). The customer service window stays as it is: only the customer's answer opens it (L-115).

use entity::{ConversationId, TemplateId, conversation};
use sea_orm::EntityTrait;
use templates::Values;
use uuid::Uuid;

use super::compose::Composition;
use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;
use crate::message::{MessageView, SendMessage, repeated_in, send_in};
use crate::storage::UnitOfWork;

/// A template message to write.
#[derive(Clone, Debug, PartialEq)]
pub struct SendTemplate {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Made once by the author's device: the same key again is the same message.
    pub client_key: Uuid,
    /// Which template.
    pub template_id: TemplateId,
    /// What to put into its slots.
    pub values: Values,
}

impl Desk {
    /// Sends a template by the rules of [`Desk::send_message`], whatever the window. A template that may not be sent, or
    /// values that do not make a message, are refused before anything is stored.
    pub async fn send_template(
        &self,
        actor: &Actor,
        message: SendTemplate,
    ) -> Result<(MessageView, ConversationView), DeskError> {
        actor.require_server()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move { send_template_in(unit, &actor, message).await })
            })
            .await
    }
}

async fn send_template_in(
    unit: &UnitOfWork,
    actor: &Actor,
    message: SendTemplate,
) -> Result<(MessageView, ConversationView), DeskError> {
    // What was sent once is sent, whatever has become of the template since.
    let repeated = repeated_in(unit, actor, message.conversation_id, message.client_key).await?;
    if let Some(sent) = repeated {
        return Ok(sent);
    }
    let channel = conversation::Entity::find_by_id(message.conversation_id)
        .one(unit.connection())
        .await?
        .ok_or(DeskError::NotFound("conversation"))?
        .channel_id;
    let composition = Composition {
        actor,
        template: message.template_id,
        values: &message.values,
        channel,
    };
    let composed = composition.compose_in(unit).await?;
    let message = SendMessage {
        conversation_id: message.conversation_id,
        client_key: message.client_key,
        content: composed.content.clone(),
        reply_to: None,
        internal: false,
    };
    let (message, conversation) = send_in(unit, actor, &message).await?;
    composed.attach_in(unit, message.id, channel).await?;
    Ok((message, conversation))
}
