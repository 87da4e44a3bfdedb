//! Sending a file that was uploaded before.

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
use crate::upload::{harmless, usable_in};

/// The longest text below a file that Meta takes, in characters.
const LONGEST_CAPTION: usize = 1_024;
/// The name of a document whose sender gave none.
const NAMELESS: &str = "documento";

/// A file to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendFile {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Made once by the author's device: the same key again is the same message.
    pub client_key: Uuid,
    /// The file; it can be sent several times.
    pub upload_id: UploadId,
    /// As what; it was uploaded as such.
    pub kind: UploadKind,
    /// The text below it; pictures, videos and documents only.
    pub caption: Option<String>,
    /// What the customer sees as the name of a document; else the name that it was uploaded under.
    pub file_name: Option<String>,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
}

impl Desk {
    /// Sends a file: durable, shown and queued when this returns, by the rules of
    /// [`Desk::send_message`]. The same `client_key` again returns the same message, though the upload be
    /// gone meanwhile.
    pub async fn send_file(
        &self,
        actor: &Actor,
        file: SendFile,
    ) -> Result<(MessageView, ConversationView), DeskError> {
        actor.require_server()?;
        let file = SendFile {
            caption: acceptable_caption(file.kind, file.caption.as_deref())?,
            ..file
        };
        let actor = actor.clone();
        self.database()
            .write(move |unit| Box::pin(async move { send_file_in(unit, &actor, &file).await }))
            .await
    }
}

/// What may stand below a file.
pub(crate) fn acceptable_caption(
    kind: UploadKind,
    caption: Option<&str>,
) -> Result<Option<String>, DeskError> {
    let Some(caption) = caption.map(str::trim).filter(|caption| !caption.is_empty()) else {
        return Ok(None);
    };
    if matches!(
        kind,
        UploadKind::Audio | UploadKind::Voice | UploadKind::Sticker
    ) {
        return Err(DeskError::invalid(
            "caption",
            "sound and stickers have none",
        ));
    }
    if caption.chars().count() > LONGEST_CAPTION {
        return Err(DeskError::invalid(
            "caption",
            format!("has more than {LONGEST_CAPTION} characters"),
        ));
    }
    if caption.contains('\0') {
        return Err(DeskError::invalid("caption", "contains U+0000"));
    }
    Ok(Some(caption.to_owned()))
}

async fn send_file_in(
    unit: &UnitOfWork,
    actor: &Actor,
    file: &SendFile,
) -> Result<(MessageView, ConversationView), DeskError> {
    let about = FileOfMessage {
        conversation_id: file.conversation_id,
        client_key: file.client_key,
        reply_to: file.reply_to,
        caption: file.caption.clone(),
        file_name: file.file_name.clone(),
    };
    send_stored_in(unit, actor, &about, async || {
        let upload = usable_in(unit, actor, file.upload_id)
            .await?
            .ok_or_else(|| {
                DeskError::invalid("uploadId", "is no upload of yours that can be sent")
            })?;
        if upload.kind == file.kind {
            Ok(upload)
        } else {
            Err(DeskError::invalid(
                "kind",
                "it was uploaded as another kind",
            ))
        }
    })
    .await
}

/// What is said with a file that is in the store.
pub(crate) struct FileOfMessage {
    pub conversation_id: ConversationId,
    pub client_key: Uuid,
    pub reply_to: Option<MessageId>,
    pub caption: Option<String>,
    pub file_name: Option<String>,
}

/// Sends a file that is in the store. `find` is asked for it only when no earlier call with the same key has sent
/// it: it may be gone by now.
pub(crate) async fn send_stored_in(
    unit: &UnitOfWork,
    actor: &Actor,
    file: &FileOfMessage,
    find: impl AsyncFnOnce() -> Result<upload::Model, DeskError>,
) -> Result<(MessageView, ConversationView), DeskError> {
    if let Some(sent) = repeated_in(unit, actor, file.conversation_id, file.client_key).await? {
        return Ok(sent);
    }
    let upload = find().await?;
    let message = SendMessage {
        conversation_id: file.conversation_id,
        client_key: file.client_key,
        content: content(&upload, file),
        reply_to: file.reply_to,
        internal: false,
    };
    let (message, conversation) = send_in(unit, actor, &message).await?;
    attach_in(unit, message.id, message.channel_id, &upload).await?;
    Ok((message, conversation))
}

fn content(upload: &upload::Model, file: &FileOfMessage) -> Content {
    let kind = match upload.kind {
        UploadKind::Image => MediaKind::Image,
        UploadKind::Video => MediaKind::Video,
        UploadKind::Audio | UploadKind::Voice => MediaKind::Audio,
        UploadKind::Document => MediaKind::Document,
        UploadKind::Sticker => MediaKind::Sticker,
    };
    let chosen = file.file_name.as_deref().and_then(harmless);
    let file_name = chosen.or_else(|| upload.file_name.clone());
    let file_name = match kind {
        MediaKind::Document => Some(file_name.unwrap_or_else(|| NAMELESS.to_owned())),
        _ => file_name,
    };
    Content::Media {
        kind,
        mime_type: upload.content_type.clone(),
        caption: file.caption.clone(),
        file_name,
        voice: upload.kind == UploadKind::Voice,
        animated: false,
        meta_media_id: None,
        sha256: Some(upload.sha256.clone()),
    }
}
