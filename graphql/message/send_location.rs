//! Sending a place.

use async_graphql::{Context, ID, InputObject, Object, Result};
use desk::message::{Content, SendMessage};

use super::SendMessagePayload;
use crate::scalars::{parse_id, parse_optional_id};

/// Sending places.
#[derive(Default)]
pub struct LocationMutations;

#[Object]
impl LocationMutations {
    /// Sends a place to the customer. Otherwise as `sendMessage`.
    async fn send_location(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which place, and where to.")] input: SendLocationInput,
    ) -> Result<SendMessagePayload> {
        let message = || {
            Ok(SendMessage {
                conversation_id: parse_id(&input.conversation_id, "conversationId")?,
                client_key: parse_id(&input.client_key, "clientKey")?,
                content: Content::Location {
                    latitude: input.latitude,
                    longitude: input.longitude,
                    name: input.name,
                    address: input.address,
                },
                reply_to: parse_optional_id(input.reply_to.as_ref(), "replyTo")?,
                internal: false,
            })
        };
        SendMessagePayload::of_message(ctx, message()).await
    }
}

/// A place to be sent.
#[derive(InputObject)]
pub struct SendLocationInput {
    /// In which conversation.
    conversation_id: ID,
    /// A UUID that your device makes once for each message; see `sendMessage`.
    client_key: ID,
    /// The message that it answers.
    reply_to: Option<ID>,
    /// Degrees north, -90 to 90.
    latitude: f64,
    /// Degrees east, -180 to 180.
    longitude: f64,
    /// What the place is called; at most 1,000 characters.
    name: Option<String>,
    /// Where it is, in words; at most 1,000 characters.
    address: Option<String>,
}
