//! Messages: from customers, from the business's phone, from the past.

use desk::contact::CustomerIdentity;
use desk::webhook::{
    Edit, HistoryMessage, IdentityChanged, Inbound, InboundMessage, Reaction, ReportedStatus,
    Revoke, Writer,
};
use entity::{ChannelId, UnixMillis};
use whatsapp::webhook::{self as wire, Content, SystemEvent, SystemKind};

use super::identity::customer;
use super::{Setting, content};

/// Groups are for eligible accounts only and must not mix with the personal conversation (Cloud API, 4.14).
const GROUP: &str = "it belongs to a group, which the desk does not carry";

pub(super) fn inbound(
    message: &wire::InboundMessage,
    channel_id: ChannelId,
    setting: &Setting<'_>,
) -> Result<Inbound, String> {
    if message.group_id.is_some() {
        return Err(GROUP.to_owned());
    }
    let place = Place {
        channel_id,
        identity: customer(&message.sender),
        at: setting.at(message.timestamp),
        writer: Writer::Customer,
    };
    if let Content::System(event) = &message.content {
        return Ok(system(message, event, place));
    }
    if let Some(effect) = place.effect(&message.content, &message.errors) {
        return Ok(effect);
    }
    let content = content::content(&message.content, message.referral.as_ref(), &message.errors)
        .ok_or("it is no message")?;
    Ok(Inbound::Message(InboundMessage {
        // `request_welcome` is sent when a customer opens the chat without writing (section 4.15).
        opens_window: !matches!(message.content, Content::RequestWelcome),
        ..place.message(message.id.as_str(), content, message.context.as_ref())
    }))
}

pub(super) fn echo(
    echo: &wire::EchoMessage,
    channel_id: ChannelId,
    setting: &Setting<'_>,
) -> Result<Inbound, String> {
    if echo.group_id.is_some() {
        return Err(GROUP.to_owned());
    }
    let place = Place {
        channel_id,
        identity: customer(&echo.recipient),
        at: setting.at(echo.timestamp),
        writer: Writer::PhoneApp,
    };
    if let Some(effect) = place.effect(&echo.content, &echo.errors) {
        return Ok(effect);
    }
    let content =
        content::content(&echo.content, None, &echo.errors).ok_or("an echo of no message")?;
    Ok(Inbound::Echo(place.message(
        echo.id.as_str(),
        content,
        echo.context.as_ref(),
    )))
}

pub(super) fn history(
    message: &wire::HistoryMessage,
    channel_id: ChannelId,
    setting: &Setting<'_>,
) -> Result<Inbound, String> {
    let writer = match message.sender {
        wire::Sender::Customer => Writer::Customer,
        wire::Sender::Business => Writer::PhoneApp,
    };
    let place = Place {
        channel_id,
        identity: customer(&message.customer),
        at: setting.at(message.timestamp),
        writer,
    };
    if let Some(effect) = place.effect(&message.content, &message.errors) {
        return Ok(effect);
    }
    let content = content::content(&message.content, None, &message.errors)
        .ok_or("a history of no message")?;
    let status = match message.status.as_deref() {
        Some("SENT") => Some(ReportedStatus::Sent),
        Some("DELIVERED") => Some(ReportedStatus::Delivered),
        Some("READ") => Some(ReportedStatus::Read),
        Some("PLAYED") => Some(ReportedStatus::Played),
        Some("ERROR") => Some(ReportedStatus::Failed),
        _ => None,
    };
    Ok(Inbound::History(HistoryMessage {
        message: place.message(message.id.as_str(), content, message.context.as_ref()),
        writer,
        status,
    }))
}

/// Where and when something was written, and by whom.
struct Place {
    channel_id: ChannelId,
    identity: CustomerIdentity,
    at: UnixMillis,
    writer: Writer,
}

impl Place {
    fn message(
        self,
        wamid: &str,
        content: desk::message::Content,
        about: Option<&wire::Context>,
    ) -> InboundMessage {
        InboundMessage {
            channel_id: self.channel_id,
            identity: self.identity,
            wamid: wamid.to_owned(),
            sent_at: self.at,
            content,
            reply_to_wamid: about
                .and_then(|about| about.quoted_id.as_ref())
                .map(|id| id.as_str().to_owned()),
            forwarded: about.is_some_and(|about| about.forwarding.is_some()),
            opens_window: false,
        }
    }

    /// What changes another message instead of being one.
    fn effect(&self, content: &Content, errors: &[whatsapp::WireError]) -> Option<Inbound> {
        match content {
            Content::Reaction { message_id, emoji } => Some(Inbound::Reaction(Reaction {
                channel_id: self.channel_id,
                identity: self.identity.clone(),
                writer: self.writer,
                wamid_of_target: message_id.as_str().to_owned(),
                emoji: emoji.clone(),
                at: self.at,
            })),
            Content::Edit {
                original_message_id,
                content,
            } => Some(Inbound::Edit(Edit {
                channel_id: self.channel_id,
                original_wamid: original_message_id.as_str().to_owned(),
                content: content::content(content, None, errors)?,
                at: self.at,
            })),
            Content::Revoke {
                original_message_id,
            } => Some(Inbound::Revoke(Revoke {
                channel_id: self.channel_id,
                original_wamid: original_message_id.as_str().to_owned(),
                at: self.at,
            })),
            _ => None,
        }
    }
}

fn system(message: &wire::InboundMessage, event: &SystemEvent, place: Place) -> Inbound {
    let changes_identity = matches!(
        event.kind,
        SystemKind::UserChangedNumber | SystemKind::UserChangedUserId
    );
    Inbound::IdentityChanged(IdentityChanged {
        channel_id: place.channel_id,
        old: place.identity,
        new: customer(&event.current),
        wamid: message.id.as_str().to_owned(),
        at: place.at,
        note: event.body.clone(),
        changes_identity,
    })
}
