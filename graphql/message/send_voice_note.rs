//! Sending recordings that were uploaded before.

use async_graphql::{Context, ID, InputObject, Object, Result};
use desk::message::SendVoiceNote;

use super::mutations::SendMessagePayload;
use crate::context::ResolverContext;
use crate::error::outcome;
use crate::scalars::{parse_id, parse_optional_id};

/// Sending voice notes.
#[derive(Default)]
pub struct VoiceNoteMutations;

#[Object]
impl VoiceNoteMutations {
    /// Sends a recording as a voice note: first `POST /media/uploads?kind=voice` with what was recorded, in
    /// any container and codec that browsers record, then this with the id that came back. A recording that is
    /// too long for one note becomes several, in order; the payload has the first, the others come as events.
    /// It is on disk when this returns; what becomes of it comes as `MessageChanged`, up to `PLAYED`.
    /// `WINDOW_CLOSED` when the customer service window is closed; `INVALID_INPUT` with `field: uploadId` when
    /// the upload is gone: upload the recording again.
    async fn send_voice_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and where.")] input: SendVoiceNoteInput,
    ) -> Result<SendMessagePayload> {
        let sent = async {
            let note = SendVoiceNote {
                conversation_id: parse_id(&input.conversation_id, "conversationId")?,
                client_key: parse_id(&input.client_key, "clientKey")?,
                upload_id: parse_id(&input.upload_id, "uploadId")?,
                reply_to: parse_optional_id(input.reply_to.as_ref(), "replyTo")?,
            };
            ctx.desk().send_voice_note(ctx.actor(), note).await
        };
        Ok(SendMessagePayload::of(outcome(sent.await)?))
    }
}

/// A recording to be sent.
#[derive(InputObject)]
pub struct SendVoiceNoteInput {
    /// In which conversation.
    conversation_id: ID,
    /// A UUID that your device makes once for each recording. The same key again is the same message, however
    /// often it is sent: repeat the mutation until you have an answer.
    client_key: ID,
    /// The recording: the `uploadId` that `POST /media/uploads?kind=voice` gave you, within a day.
    upload_id: ID,
    /// The message that it answers.
    reply_to: Option<ID>,
}
