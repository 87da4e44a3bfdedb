//! Sending files that were uploaded before.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use desk::message::SendFile;
use entity::upload::UploadKind;

use super::mutations::SendMessagePayload;
use crate::context::ResolverContext;
use crate::error::outcome;
use crate::scalars::{parse_id, parse_optional_id};

/// Sending files.
#[derive(Default)]
pub struct FileMutations;

#[Object]
impl FileMutations {
    /// Sends a file to the customer: first `POST /media/uploads`, then this with the id that came back. It is
    /// on disk when this returns; what becomes of it comes as `MessageChanged`. `WINDOW_CLOSED` when the
    /// customer service window is closed; `INVALID_INPUT` with `field: uploadId` when the upload is gone: upload
    /// the file again.
    async fn send_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and where.")] input: SendFileInput,
    ) -> Result<SendMessagePayload> {
        let sent = async {
            let file = SendFile {
                conversation_id: parse_id(&input.conversation_id, "conversationId")?,
                client_key: parse_id(&input.client_key, "clientKey")?,
                upload_id: parse_id(&input.upload_id, "uploadId")?,
                kind: input.kind.into(),
                caption: input.caption,
                file_name: input.file_name,
                reply_to: parse_optional_id(input.reply_to.as_ref(), "replyTo")?,
            };
            ctx.desk().send_file(ctx.actor(), file).await
        };
        Ok(SendMessagePayload::of(outcome(sent.await)?))
    }
}

/// A file to be sent.
#[derive(InputObject)]
pub struct SendFileInput {
    /// In which conversation.
    conversation_id: ID,
    /// A UUID that your device makes once for each message. The same key again is the same message, however
    /// often it is sent: repeat the mutation until you have an answer.
    client_key: ID,
    /// The file: the `uploadId` that `POST /media/uploads` gave you, within a day.
    upload_id: ID,
    /// As what it is sent: the `kind` that it was uploaded as.
    kind: FileKind,
    /// The text below it, at most 1,024 characters; pictures, videos and documents only.
    caption: Option<String>,
    /// What the customer sees as the name of a document. Without one, the name that it was uploaded under.
    file_name: Option<String>,
    /// The message that it answers.
    reply_to: Option<ID>,
}

/// As what a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FileKind {
    /// A picture: JPEG or PNG, at most 5 MB.
    Image,
    /// A video: MP4 or 3GPP, at most 16 MB.
    Video,
    /// Sound, shown as a file, at most 16 MB.
    Audio,
    /// Any other file that `WhatsApp` takes, at most 100 MB.
    Document,
    /// A sticker: WebP, at most 100 KB, or 500 KB if it moves.
    Sticker,
}

impl FileKind {
    /// The kind under which a library item is sent; voice notes are not kept there.
    pub(crate) const fn of(kind: UploadKind) -> Self {
        match kind {
            UploadKind::Image => Self::Image,
            UploadKind::Video => Self::Video,
            UploadKind::Audio | UploadKind::Voice => Self::Audio,
            UploadKind::Document => Self::Document,
            UploadKind::Sticker => Self::Sticker,
        }
    }
}

impl From<FileKind> for UploadKind {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::Image => Self::Image,
            FileKind::Video => Self::Video,
            FileKind::Audio => Self::Audio,
            FileKind::Document => Self::Document,
            FileKind::Sticker => Self::Sticker,
        }
    }
}
