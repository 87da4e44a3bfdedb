//! A message that is a file.

use async_graphql::{ComplexObject, Context, Enum, Result, SimpleObject};
use desk::media::{MediaFileView, Sound};
use entity::MessageId;
use entity::media_file::MediaState as FileState;

use crate::context::ResolverContext;

/// A file.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct MediaContent {
    /// What kind of file.
    pub(super) kind: MediaKind,
    /// As the sender's app declared it, with its parameters.
    pub(super) mime_type: String,
    /// The text below it.
    pub(super) caption: Option<String>,
    /// Chosen by the sender: never use it as a path.
    pub(super) file_name: Option<String>,
    /// A voice note: recorded in the chat.
    pub(super) voice: bool,
    /// A sticker that moves.
    pub(super) animated: bool,
    /// Whose file.
    #[graphql(skip)]
    pub(super) message: MessageId,
    /// Meta gave an id to fetch it by.
    #[graphql(skip)]
    pub(super) fetchable: bool,
}

impl MediaContent {
    async fn file(&self, ctx: &Context<'_>) -> Result<Option<MediaFileView>> {
        Ok(ctx.loaders().media.load(self.message).await?)
    }

    async fn dimensions(&self, ctx: &Context<'_>) -> Result<Option<(u32, u32)>> {
        Ok(self.file(ctx).await?.and_then(|file| file.dimensions))
    }

    async fn sound(&self, ctx: &Context<'_>) -> Result<Option<Sound>> {
        Ok(self.file(ctx).await?.and_then(|file| file.sound))
    }
}

#[ComplexObject]
impl MediaContent {
    /// Where to fetch it, as a path of this server, with the same cookie or token; parts of it can be asked
    /// for by `Range`. For a player that knows no Ogg (Safari before 18.4), add `?rendition=wav` to the address
    /// of sound. Null unless `state` is `STORED`.
    async fn url(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let stored = self
            .file(ctx)
            .await?
            .filter(|file| file.state == FileState::Stored);
        Ok(stored.map(|file| format!("/media/{}", file.message_id)))
    }

    /// Whether the desk has it.
    async fn state(&self, ctx: &Context<'_>) -> Result<MediaState> {
        let known = self.file(ctx).await?.map(|file| file.state);
        Ok(match known {
            Some(FileState::Stored) => MediaState::Stored,
            Some(FileState::Expired) => MediaState::Expired,
            Some(FileState::Waiting | FileState::Fetching) => MediaState::Waiting,
            None if self.fetchable => MediaState::Waiting,
            Some(FileState::Refused) | None => MediaState::Refused,
        })
    }

    /// Of a picture, in pixels; null until it is stored, or when the file does not say.
    async fn width(&self, ctx: &Context<'_>) -> Result<Option<u32>> {
        Ok(self.dimensions(ctx).await?.map(|(width, _)| width))
    }

    /// Of a picture, in pixels; null until it is stored, or when the file does not say.
    async fn height(&self, ctx: &Context<'_>) -> Result<Option<u32>> {
        Ok(self.dimensions(ctx).await?.map(|(_, height)| height))
    }

    /// How long sound lasts, in milliseconds; null until it is stored, or when it cannot be decoded.
    async fn duration_ms(&self, ctx: &Context<'_>) -> Result<Option<u32>> {
        Ok(self.sound(ctx).await?.map(|sound| sound.duration_ms))
    }

    /// How loud sound is over its length: 64 bars, each from 0 (silence) to 100 (its loudest moment); null
    /// until it is stored, or when it cannot be decoded.
    async fn waveform(&self, ctx: &Context<'_>) -> Result<Option<Vec<u8>>> {
        Ok(self.sound(ctx).await?.map(|sound| sound.waveform))
    }

    /// Its size in bytes; null until it is stored.
    async fn bytes(&self, ctx: &Context<'_>) -> Result<Option<u32>> {
        let bytes = self.file(ctx).await?.and_then(|file| file.bytes);
        // The largest file has 100 MB.
        Ok(bytes.and_then(|bytes| u32::try_from(bytes).ok()))
    }
}

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "desk::message::MediaKind")]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A video.
    Video,
    /// Sound, voice notes too.
    Audio,
    /// Any other file.
    Document,
    /// A sticker.
    Sticker,
}

/// Whether the desk has a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum MediaState {
    /// It is being fetched from WhatsApp, or will be tried again. The message changes when it is there.
    Waiting,
    /// It is there: see `url`.
    Stored,
    /// WhatsApp no longer has it. The customer can send it again.
    Expired,
    /// It was not taken: too large, not what was announced, or WhatsApp itself could not get it.
    Refused,
}
