//! What a message says, in the desk's words.

use desk::message::{CardPhone, ContactCard, Content, InteractiveReplyKind, MediaKind, OrderItem};
use whatsapp::WireError;
use whatsapp::webhook::{self as wire, Content as Wire};

use super::identity::failure;

/// The content of a message. None for what is an event rather than a message.
pub(super) fn content(
    wire: &Wire,
    referral: Option<&wire::Referral>,
    errors: &[WireError],
) -> Option<Content> {
    Some(match wire {
        Wire::Text { body } => Content::Text {
            body: body.clone(),
            referral: referral.map(advertisement),
        },
        Wire::Media(media) => self::media(media),
        Wire::Location(place) => Content::Location {
            latitude: place.latitude,
            longitude: place.longitude,
            name: place.name.clone(),
            address: place.address.clone(),
        },
        Wire::Contacts(cards) => Content::Contacts {
            cards: cards.iter().map(card).collect(),
        },
        Wire::ButtonReply { id, title } => reply(
            InteractiveReplyKind::Button,
            title.as_ref(),
            None,
            id.as_ref(),
        ),
        Wire::ListReply {
            id,
            title,
            description,
        } => reply(
            InteractiveReplyKind::List,
            title.as_ref(),
            description.as_ref(),
            id.as_ref(),
        ),
        Wire::FlowReply {
            name,
            body,
            response_json,
        } => reply(
            InteractiveReplyKind::Flow,
            body.as_ref().or(name.as_ref()),
            None,
            response_json.as_ref(),
        ),
        Wire::CallPermissionReply { accepted, .. } => {
            let answer = match accepted {
                Some(true) => "accept",
                Some(false) => "reject",
                None => "",
            };
            reply(
                InteractiveReplyKind::CallPermission,
                Some(&answer.to_owned()),
                None,
                None,
            )
        }
        Wire::TemplateButton { payload, text } => reply(
            InteractiveReplyKind::TemplateButton,
            text.as_ref().or(payload.as_ref()),
            None,
            payload.as_ref(),
        ),
        Wire::Order(order) => Content::Order {
            text: order.text.clone(),
            items: order.items.iter().map(item).collect(),
        },
        Wire::RequestWelcome => unsupported("request_welcome", errors),
        Wire::Unsupported { kind } => unsupported(kind.as_deref().unwrap_or_default(), errors),
        Wire::Unknown { kind } => unsupported(kind, errors),
        Wire::Reaction { .. } | Wire::Edit { .. } | Wire::Revoke { .. } | Wire::System(_) => {
            return None;
        }
    })
}

fn unsupported(kind: &str, errors: &[WireError]) -> Content {
    Content::Unsupported {
        kind: kind.to_owned(),
        failure: errors.first().map(failure),
    }
}

fn media(media: &wire::Media) -> Content {
    Content::Media {
        kind: match media.kind {
            wire::MediaKind::Image => MediaKind::Image,
            wire::MediaKind::Video => MediaKind::Video,
            wire::MediaKind::Audio => MediaKind::Audio,
            wire::MediaKind::Document => MediaKind::Document,
            wire::MediaKind::Sticker => MediaKind::Sticker,
        },
        mime_type: media
            .mime_type
            .clone()
            .unwrap_or_else(|| "application/octet-stream".into()),
        caption: media.caption.clone(),
        file_name: media.filename.clone(),
        voice: media.playback == wire::Playback::VoiceNote,
        animated: media.playback == wire::Playback::Animated,
        meta_media_id: media.id.clone(),
        sha256: media.sha256.clone(),
    }
}

fn reply(
    kind: InteractiveReplyKind,
    title: Option<&String>,
    description: Option<&String>,
    payload: Option<&String>,
) -> Content {
    Content::InteractiveReply {
        kind,
        title: title.cloned().unwrap_or_default(),
        description: description.cloned(),
        payload: payload.cloned(),
    }
}

fn card(card: &wire::ContactCard) -> ContactCard {
    let numbers = card.phones.iter().filter_map(|phone| {
        let wa_id = phone.wa_id.as_ref().map(|id| id.as_str().to_owned());
        let shown = phone
            .phone
            .clone()
            .or_else(|| wa_id.as_ref().map(|id| format!("+{id}")));
        Some(CardPhone {
            phone: shown?,
            wa_id,
            kind: phone.kind.clone(),
        })
    });
    let numbers: Vec<_> = numbers.collect();
    ContactCard {
        name: card.formatted_name.clone().unwrap_or_default(),
        first_name: None,
        last_name: None,
        phones: numbers.iter().map(|number| number.phone.clone()).collect(),
        numbers,
        emails: card
            .emails
            .iter()
            .filter_map(|email| email.email.clone())
            .collect(),
        organization: card.company.clone(),
        department: None,
        title: card.job_title.clone(),
        addresses: card.addresses.clone(),
        urls: card.urls.clone(),
        birthday: card.birthday.clone(),
    }
}

fn item(item: &wire::OrderItem) -> OrderItem {
    OrderItem {
        product_id: item.product_retailer_id.clone().unwrap_or_default(),
        quantity: item.quantity.unwrap_or(1.0),
        price: item.item_price,
        currency: item.currency.clone().unwrap_or_default(),
    }
}

fn advertisement(referral: &wire::Referral) -> desk::message::Referral {
    desk::message::Referral {
        headline: referral.headline.clone(),
        body: referral.body.clone(),
        source_url: referral.source_url.clone(),
        source_type: referral.source_type.clone(),
    }
}
