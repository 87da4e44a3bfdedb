//! From the JSON of a message to its content.

use serde_json::Value;

use crate::lenient::Fields;
use crate::webhook::content::{
    ContactCard, ContactEmail, ContactPhone, Content, Location, Media, MediaKind, Order, OrderItem,
    Playback, SystemEvent, SystemKind,
};
use crate::webhook::identity::{Identity, wa_id};

/// Reads the content of a message by its `type`. What does not have the shape of its type is
/// [`Content::Unknown`]: the message is shown as a placeholder rather than lost.
pub(in crate::webhook) fn read(message: Fields<'_>) -> Content {
    let kind = message.text("type").unwrap_or_default();
    let known = match kind.as_str() {
        "text" => text(message.object("text")),
        "image" => media(MediaKind::Image, message.get("image")),
        "video" => media(MediaKind::Video, message.get("video")),
        "audio" | "voice" => media(MediaKind::Audio, message.get(&kind)),
        "document" => media(MediaKind::Document, message.get("document")),
        "sticker" => media(MediaKind::Sticker, message.get("sticker")),
        "location" => location(message.object("location")),
        "contacts" => contacts(message),
        "interactive" => interactive(message.object("interactive")),
        "button" => template_button(message.get("button")),
        "order" => order(message.get("order")),
        "reaction" => reaction(message.object("reaction")),
        "edit" => edit(message.object("edit")),
        "revoke" => revoke(message.object("revoke")),
        "system" => system(message),
        "request_welcome" => Some(Content::RequestWelcome),
        "unsupported" | "unknown" => Some(Content::Unsupported {
            kind: message.object("unsupported").text("type"),
        }),
        "media_placeholder" => Some(Content::Unsupported {
            kind: Some(kind.clone()),
        }),
        _ => None,
    };
    known.unwrap_or_else(|| Content::Unknown {
        kind: full_kind(message, kind),
    })
}

fn full_kind(message: Fields<'_>, kind: String) -> String {
    match message.object(&kind).text("type") {
        Some(inner) => format!("{kind}/{inner}"),
        None => kind,
    }
}

fn text(text: Fields<'_>) -> Option<Content> {
    Some(Content::Text {
        body: text.text("body")?,
    })
}

fn media(kind: MediaKind, value: Option<&Value>) -> Option<Content> {
    let fields = Fields::of(value.filter(|value| value.is_object())?);
    let playback = if fields.flag("voice") == Some(true) {
        Playback::VoiceNote
    } else if fields.flag("animated") == Some(true) {
        Playback::Animated
    } else {
        Playback::Plain
    };
    Some(Content::Media(Media {
        kind,
        id: fields.text("id"),
        url: fields.text("url"),
        mime_type: fields.text("mime_type"),
        sha256: fields.text("sha256"),
        caption: fields.text("caption"),
        filename: fields.text("filename"),
        playback,
    }))
}

fn location(fields: Fields<'_>) -> Option<Content> {
    Some(Content::Location(Location {
        latitude: fields.number("latitude")?,
        longitude: fields.number("longitude")?,
        name: fields.text("name"),
        address: fields.text("address"),
        url: fields.text("url"),
    }))
}

fn contacts(message: Fields<'_>) -> Option<Content> {
    let origin = message.text("origin");
    let cards: Vec<_> = message
        .array("contacts")
        .iter()
        .map(|card| contact_card(Fields::of(card), origin.as_ref()))
        .collect();
    (!cards.is_empty()).then_some(Content::Contacts(cards))
}

fn contact_card(card: Fields<'_>, origin: Option<&String>) -> ContactCard {
    let phones = card
        .array("phones")
        .iter()
        .map(Fields::of)
        .map(|phone| ContactPhone {
            phone: phone.text("phone"),
            wa_id: phone.text("wa_id").as_deref().and_then(wa_id),
            bsuid: phone.identifier("user_id"),
            kind: phone.text("type"),
        });
    let emails = card
        .array("emails")
        .iter()
        .map(Fields::of)
        .map(|email| ContactEmail {
            email: email.text("email"),
            kind: email.text("type"),
        });
    let organisation = card.object("org");
    ContactCard {
        formatted_name: card_name(card.object("name")),
        phones: phones.collect(),
        emails: emails.collect(),
        company: organisation.text("company"),
        job_title: organisation.text("title"),
        birthday: card.text("birthday"),
        urls: card
            .array("urls")
            .iter()
            .filter_map(|url| Fields::of(url).text("url"))
            .collect(),
        addresses: card
            .array("addresses")
            .iter()
            .map(Fields::of)
            .map(address_line)
            .collect(),
        vcard: card.text("vcard"),
        origin: card.text("origin").or_else(|| origin.cloned()),
    }
}

fn card_name(name: Fields<'_>) -> Option<String> {
    name.text("formatted_name")
        .or_else(|| joined(name, &["first_name", "last_name"], " "))
}

fn address_line(address: Fields<'_>) -> String {
    joined(
        address,
        &["street", "city", "state", "zip", "country"],
        ", ",
    )
    .unwrap_or_default()
}

fn joined(fields: Fields<'_>, names: &[&str], separator: &str) -> Option<String> {
    let parts: Vec<_> = names.iter().filter_map(|name| fields.text(name)).collect();
    (!parts.is_empty()).then(|| parts.join(separator))
}

fn interactive(fields: Fields<'_>) -> Option<Content> {
    let kind = fields.text("type")?;
    let reply = Fields::of(fields.get(&kind).filter(|value| value.is_object())?);
    match kind.as_str() {
        "button_reply" => Some(Content::ButtonReply {
            id: reply.text("id"),
            title: reply.text("title"),
        }),
        "list_reply" => Some(Content::ListReply {
            id: reply.text("id"),
            title: reply.text("title"),
            description: reply.text("description"),
        }),
        "nfm_reply" => Some(Content::FlowReply {
            name: reply.text("name"),
            body: reply.text("body"),
            response_json: reply.text("response_json"),
        }),
        "call_permission_reply" => Some(Content::CallPermissionReply {
            accepted: reply
                .text("response")
                .and_then(|response| match response.as_str() {
                    "accept" => Some(true),
                    "reject" => Some(false),
                    _ => None,
                }),
            permanent: reply.flag("is_permanent") == Some(true),
            expires_at: reply.milliseconds("expiration_timestamp"),
        }),
        _ => None,
    }
}

fn template_button(value: Option<&Value>) -> Option<Content> {
    let fields = Fields::of(value.filter(|value| value.is_object())?);
    Some(Content::TemplateButton {
        payload: fields.text("payload"),
        text: fields.text("text"),
    })
}

fn order(value: Option<&Value>) -> Option<Content> {
    let fields = Fields::of(value.filter(|value| value.is_object())?);
    let items = fields
        .array("product_items")
        .iter()
        .map(Fields::of)
        .map(|item| OrderItem {
            product_retailer_id: item.text("product_retailer_id"),
            quantity: item.number("quantity"),
            item_price: item.number("item_price"),
            currency: item.text("currency"),
        });
    Some(Content::Order(Order {
        catalog_id: fields.text("catalog_id"),
        text: fields.text("text"),
        items: items.collect(),
    }))
}

fn reaction(fields: Fields<'_>) -> Option<Content> {
    Some(Content::Reaction {
        message_id: fields.identifier("message_id")?,
        emoji: fields.text("emoji"),
    })
}

fn edit(fields: Fields<'_>) -> Option<Content> {
    Some(Content::Edit {
        original_message_id: fields.identifier("original_message_id")?,
        content: Box::new(read(fields.object("message"))),
    })
}

fn revoke(fields: Fields<'_>) -> Option<Content> {
    Some(Content::Revoke {
        original_message_id: fields.identifier("original_message_id")?,
    })
}

fn system(message: Fields<'_>) -> Option<Content> {
    message.get("system")?.as_object()?;
    let fields = message.object("system");
    let kind = match fields.text("type").unwrap_or_default().as_str() {
        "user_changed_number" => SystemKind::UserChangedNumber,
        "user_changed_user_id" => SystemKind::UserChangedUserId,
        "customer_identity_changed" => SystemKind::CustomerIdentityChanged,
        other => SystemKind::Other(other.to_owned()),
    };
    let new_number = if fields.get("wa_id").is_some() {
        "wa_id"
    } else {
        "new_wa_id"
    };
    Some(Content::System(SystemEvent {
        kind,
        body: fields.text("body"),
        current: Identity::read(fields, new_number, "user_id", "parent_user_id"),
        previous: Identity::read(
            fields,
            "customer",
            "previous_user_id",
            "previous_parent_user_id",
        ),
    }))
}
