//! Files in messages: by the id of an upload, or by a public link (section 7.3).

use super::super::GraphError;
use super::super::parameters::Parameters;
use crate::world::{Number, StoredMedia, World};

const CAPTION_LIMIT: usize = 1_024;
const FILE_NAME_LIMIT: usize = 240;

/// What a message's files are checked against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Files<'a> {
    pub(super) world: &'a World,
    pub(super) number: &'a Number,
    pub(super) now_ms: i64,
}

impl Files<'_> {
    /// The object of an image, video, audio, document or sticker message.
    pub(super) fn message(&self, kind: &str, object: &Parameters<'_>) -> Result<(), GraphError> {
        let media = self.source(kind, object)?;
        match kind {
            "audio" => {
                object.optional_flag("voice")?;
                refuse(object, "caption")?;
                if object.optional_flag("voice")? == Some(true) {
                    check_voice(object, media)?;
                }
            }
            "sticker" => refuse(object, "caption")?,
            _ => {
                object.optional_short_text("caption", CAPTION_LIMIT)?;
            }
        }
        if kind == "document" {
            object.optional_short_text("filename", FILE_NAME_LIMIT)?;
        }
        Ok(())
    }

    /// The file behind `id`, or `None` for a link; exactly one of both must be there.
    pub(super) fn source(
        &self,
        kind: &str,
        object: &Parameters<'_>,
    ) -> Result<Option<&StoredMedia>, GraphError> {
        match (object.optional_text("id")?, object.optional_text("link")?) {
            (Some(_), Some(_)) => Err(GraphError::invalid(
                &object.name("link"),
                "must not stand beside 'id'",
            )),
            (None, None) => Err(GraphError::missing(&object.name("id"))),
            (None, Some(link)) => {
                let is_web = link.starts_with("https://") || link.starts_with("http://");
                is_web.then_some(None).ok_or_else(|| {
                    GraphError::invalid(&object.name("link"), "is not a web address")
                })
            }
            (Some(id), None) => self.uploaded(kind, &object.name("id"), id).map(Some),
        }
    }

    fn uploaded(&self, kind: &str, name: &str, id: &str) -> Result<&StoredMedia, GraphError> {
        let unknown = || {
            GraphError::malformed(
                name,
                "is not a valid whatsapp business account media attachment ID",
            )
        };
        let media = self.world.media.get(id).ok_or_else(unknown)?;
        if media.phone_number_id != self.number.phone_number_id
            || media.expires_at_ms <= self.now_ms
        {
            return Err(unknown());
        }
        let mime = media.file.mime_type.as_str();
        let fits = match kind {
            "document" => true,
            "sticker" => mime == "image/webp",
            "image" => mime == "image/jpeg" || mime == "image/png",
            "gif" => mime == "video/mp4" || mime == "image/gif",
            _ => mime.starts_with(kind),
        };
        fits.then_some(media).ok_or_else(|| {
            GraphError::new(
                131_053,
                format!("Media of '{name}' is {mime}, which cannot be sent as {kind}."),
            )
        })
    }
}

/// A voice note is Ogg with Opus (section 7.4); anything else would arrive as a file.
fn check_voice(object: &Parameters<'_>, media: Option<&StoredMedia>) -> Result<(), GraphError> {
    let is_ogg = media.is_none_or(|media| media.file.mime_type.starts_with("audio/ogg"));
    is_ogg.then_some(()).ok_or_else(|| {
        GraphError::new(
            131_053,
            format!(
                "Media of '{}' must be audio/ogg with the Opus codec to be sent as a voice message.",
                object.name("id")
            ),
        )
    })
}

fn refuse(object: &Parameters<'_>, key: &str) -> Result<(), GraphError> {
    if object.has(key) {
        return Err(GraphError::malformed(
            &object.name(key),
            "is not supported for this type",
        ));
    }
    Ok(())
}
