//! From the desk's message to Meta's.

mod offers;

use desk::message::{Content, MediaKind};
use desk::outbox::{Outbound, Recipient};
use entity::{MessageId, UnixMillis};
use whatsapp::outgoing::{
    CallbackData, InvalidOutgoing, LocationMessage, MediaCaption, MediaMessage, Outgoing,
    OutgoingContent, Reaction, Recipient as WireRecipient, TextMessage,
};
use whatsapp::{Bsuid, InvalidIdentifier, WaId, Wamid};

use super::file::Handed;
use super::template;
use offers::{contacts, interactive};

/// A message that cannot be written as Meta wants it.
#[derive(Debug, thiserror::Error)]
pub(super) enum Untranslatable {
    /// The customer has no address that can be written to.
    #[error("the customer has no address to write to")]
    NoAddress,
    /// A file is to be sent that the store does not have.
    #[error("the message has no file")]
    File,
    /// There is no message, or one that never leaves the desk.
    #[error("this kind of content cannot be sent")]
    Content,
    /// Meta's limits forbid it.
    #[error(transparent)]
    Invalid(#[from] InvalidOutgoing),
    /// A stored identifier is none.
    #[error(transparent)]
    Identifier(#[from] InvalidIdentifier),
}

/// The message to post, with Meta's ids of the files that it sends. It carries our id, so that a status finds
/// it even when the answer is lost.
pub(super) fn message(entry: &Outbound, files: &Handed) -> Result<Outgoing, Untranslatable> {
    let message = entry.message.as_ref().ok_or(Untranslatable::Content)?;
    let content = match &message.content {
        Content::Text { body, .. } => {
            let text = TextMessage::new(body.clone())?;
            // A preview needs an address that Meta can fetch (Cloud API, section 7.3).
            let text = if body.contains("https://") {
                text.with_preview()
            } else {
                text
            };
            OutgoingContent::Text(text)
        }
        Content::Media {
            kind,
            caption,
            file_name,
            voice,
            ..
        } => {
            let id = files.own().ok_or(Untranslatable::File)?;
            let caption = caption.clone().map(MediaCaption::new).transpose()?;
            OutgoingContent::Media(match kind {
                MediaKind::Image => MediaMessage::image(id, caption)?,
                MediaKind::Video => MediaMessage::video(id, caption)?,
                MediaKind::Document => {
                    MediaMessage::document(id, file_name.as_deref().unwrap_or("file"), caption)?
                }
                MediaKind::Audio if *voice => MediaMessage::voice_note(id)?,
                MediaKind::Audio => MediaMessage::audio(id)?,
                MediaKind::Sticker => MediaMessage::sticker(id)?,
            })
        }
        Content::Location {
            latitude,
            longitude,
            name,
            address,
        } => {
            let place = LocationMessage::new(*latitude, *longitude)?;
            let place = match name {
                Some(name) => place.named(name)?,
                None => place,
            };
            OutgoingContent::Location(match address {
                Some(address) => place.at_address(address)?,
                None => place,
            })
        }
        Content::Contacts { cards } => OutgoingContent::Contacts(contacts(cards)?),
        Content::Interactive(message) => OutgoingContent::Interactive(interactive(message)?),
        Content::Template {
            name,
            language,
            parameters,
            ..
        } => template::content(name, language, parameters.as_deref(), files)?,
        _ => return Err(Untranslatable::Content),
    };
    let outgoing = Outgoing::new(recipient(&entry.to)?, content)
        .carrying(CallbackData::new(message.id.to_string())?);
    Ok(match &entry.reply_to_wamid {
        Some(wamid) => outgoing.replying_to(Wamid::new(wamid.as_str())?),
        None => outgoing,
    })
}

/// The reaction to post. It carries which one it is, so that a status that says that it failed finds it.
pub(super) fn reaction(
    entry: &Outbound,
    message_id: MessageId,
    wamid: &str,
    emoji: Option<&str>,
    reacted_at: UnixMillis,
) -> Result<Outgoing, Untranslatable> {
    let wamid = Wamid::new(wamid)?;
    let reaction = match emoji {
        Some(emoji) => Reaction::with(wamid, emoji)?,
        None => Reaction::removed(wamid),
    };
    let data = format!("reaction:{message_id}:{}", reacted_at.0);
    Ok(
        Outgoing::new(recipient(&entry.to)?, OutgoingContent::Reaction(reaction))
            .carrying(CallbackData::new(data)?),
    )
}

fn recipient(to: &Recipient) -> Result<WireRecipient, Untranslatable> {
    if let Some(wa_id) = &to.wa_id {
        return Ok(WireRecipient::WaId(WaId::new(wa_id.as_str())?));
    }
    let bsuid = to.bsuid.as_ref().ok_or(Untranslatable::NoAddress)?;
    Ok(WireRecipient::Bsuid(Bsuid::new(bsuid.as_str())?))
}
