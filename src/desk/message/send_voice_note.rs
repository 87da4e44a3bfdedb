//! Sending what was recorded and uploaded before.

use entity::upload::{self, UploadKind};
use entity::{ConversationId, MessageId, UploadId};
use uuid::Uuid;

use super::send::{repeated_in, send_in};
use super::{Content, MediaKind, MessageView, SendMessage};
use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;
use crate::media::attach_in;
use crate::storage::UnitOfWork;
use crate::upload::{parts_in, usable_in};

/// What Meta is told, letter by letter: without the parameter the note arrives as a file (Cloud API
/// reference, section 7.4).
const MIME_TYPE: &str = "audio/ogg; codecs=opus";

/// A recording to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendVoiceNote {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Made once by the author's device: the same key again is the same message.
    pub client_key: Uuid,
    /// The recording, uploaded as one.
    pub upload_id: UploadId,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
}

impl Desk {
    /// Sends a recording as a voice note (L-092), or as several in order when it is too long for one: all of
    /// them or none. Returns the first, which has the `client_key`; the others have keys that follow from it, so
    /// that a repetition sends none of them twice. By the rules of [`Desk::send_message`].
    pub async fn send_voice_note(
        &self,
        actor: &Actor,
        note: SendVoiceNote,
    ) -> Result<(MessageView, ConversationView), DeskError> {
        actor.require_server()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move { send_voice_note_in(unit, &actor, note).await })
            })
            .await
    }
}

async fn send_voice_note_in(
    unit: &UnitOfWork,
    actor: &Actor,
    note: SendVoiceNote,
) -> Result<(MessageView, ConversationView), DeskError> {
    let repeated = repeated_in(unit, actor, note.conversation_id, note.client_key).await?;
    if let Some(sent) = repeated {
        return Ok(sent);
    }
    let upload = usable_in(unit, actor, note.upload_id)
        .await?
        .ok_or_else(|| DeskError::invalid("uploadId", "is no upload of yours that can be sent"))?;
    if upload.kind != UploadKind::Voice {
        return Err(DeskError::invalid("uploadId", "is no recording"));
    }
    let mut first = None;
    let mut conversation_now = None;
    for (index, part) in parts_in(unit, upload).await?.into_iter().enumerate() {
        let message = SendMessage {
            conversation_id: note.conversation_id,
            client_key: key_of_part(note.client_key, index),
            content: content(&part),
            reply_to: note.reply_to.filter(|_| index == 0),
            internal: false,
        };
        let (message, conversation) = send_in(unit, actor, &message).await?;
        attach_in(unit, message.id, message.channel_id, &part).await?;
        first.get_or_insert(message);
        conversation_now = Some(conversation);
    }
    first
        .zip(conversation_now)
        .ok_or_else(|| DeskError::invalid("uploadId", "holds no sound"))
}

/// The first part has the device's own key; those that follow count on from it.
fn key_of_part(client_key: Uuid, index: usize) -> Uuid {
    Uuid::from_u128(client_key.as_u128().wrapping_add(index as u128))
}

fn content(part: &upload::Model) -> Content {
    Content::Media {
        kind: MediaKind::Audio,
        mime_type: MIME_TYPE.to_owned(),
        caption: None,
        file_name: None,
        voice: true,
        animated: false,
        meta_media_id: None,
        sha256: Some(part.sha256.clone()),
    }
}
