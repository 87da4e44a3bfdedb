//! What a device shows this moment.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use desk::DeskError;
use desk::access::SignedIn;
use entity::DeviceId;

use crate::caller::{Connection, Presence};
use crate::context::ResolverContext;
use crate::error::{OperationError, outcome};
use crate::scalars::{parse_ids, parse_optional_id};

/// Reports of devices.
#[derive(Default)]
pub struct PresenceMutations;

#[Object]
impl PresenceMutations {
    /// Says what this device shows, so that it is not rung for that. Send it over the socket: it holds while
    /// the socket answers pings. Over HTTP it holds for half a minute. For people.
    async fn report_presence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the device shows.")] input: ReportPresenceInput,
    ) -> Result<ReportPresencePayload> {
        let reported = async {
            let (person, _) = on_device(ctx)?;
            let conversation_id =
                parse_optional_id(input.conversation_id.as_ref(), "conversationId")?;
            let visible = input.visible;
            if let Connection::Socket(presence) = &ctx.caller().connection {
                presence.put(Presence {
                    visible,
                    conversation_id,
                });
            }
            ctx.desk()
                .report_presence(person, visible, conversation_id)
                .await
        };
        let (_, error) = outcome(reported.await)?;
        Ok(ReportPresencePayload { error })
    }

    /// Says that this device has shown these messages: it is not rung for them any more. For people.
    async fn acknowledge_message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was shown.")] input: AcknowledgeMessageInput,
    ) -> Result<AcknowledgeMessagePayload> {
        let acknowledged = async {
            let (_, device) = on_device(ctx)?;
            let messages = parse_ids(&input.message_ids, "messageIds")?;
            ctx.desk().acknowledge(ctx.actor(), device, &messages).await
        };
        let (_, error) = outcome(acknowledged.await)?;
        Ok(AcknowledgeMessagePayload { error })
    }
}

fn on_device<'a>(ctx: &'a Context<'_>) -> Result<(&'a SignedIn, DeviceId), DeskError> {
    let person = ctx.actor().require_person()?;
    let device = ctx.caller().device();
    let device = device.ok_or_else(|| {
        DeskError::invalid(
            "deviceId",
            "sign in with a deviceId, or give it in connection_init",
        )
    })?;
    Ok((person, device))
}

/// What a device shows.
#[derive(InputObject)]
pub struct ReportPresenceInput {
    /// Whether the app is on the screen.
    visible: bool,
    /// Which conversation is open.
    conversation_id: Option<ID>,
}

/// Whether it was noted.
#[derive(SimpleObject)]
pub struct ReportPresencePayload {
    /// Null on success.
    error: Option<OperationError>,
}

/// What a device has shown.
#[derive(InputObject)]
pub struct AcknowledgeMessageInput {
    /// Which messages; at most 100 at once.
    message_ids: Vec<ID>,
}

/// Whether it was noted.
#[derive(SimpleObject)]
pub struct AcknowledgeMessagePayload {
    /// Null on success.
    error: Option<OperationError>,
}
