//! The JSON of what is sent (Cloud API reference, sections 7.1 to 7.7).

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::identifiers::WaId;
use crate::outgoing::interactive::Action;
use crate::outgoing::wire_template;
use crate::outgoing::{
    Card, InteractiveMessage, ListSection, LocationMessage, MarkRead, MediaMessage, Outgoing,
    OutgoingContent, Recipient, Typing,
};
use crate::webhook::MediaKind;

impl Serialize for Outgoing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, content) = content(&self.content);
        let mut envelope = Map::new();
        let mut put = |key: &str, value: Value| envelope.insert(key.to_owned(), value);
        put("messaging_product", "whatsapp".into());
        put("recipient_type", "individual".into());
        match &self.recipient {
            // Without the plus, Meta puts the business number's country code in front.
            Recipient::WaId(wa_id) => put("to", format!("+{wa_id}").into()),
            Recipient::Bsuid(bsuid) => put("recipient", bsuid.as_str().into()),
        };
        put("type", kind.into());
        put(kind, content);
        let quotes = !matches!(
            self.content,
            OutgoingContent::Reaction(_) | OutgoingContent::Template(_)
        );
        if let Some(quoted) = self.reply_to.as_ref().filter(|_| quotes) {
            put("context", json!({ "message_id": quoted }));
        }
        if let Some(data) = &self.callback_data {
            put("biz_opaque_callback_data", data.as_str().into());
        }
        envelope.serialize(serializer)
    }
}

impl Serialize for MarkRead {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut mark = json!({
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": self.message_id,
        });
        if self.typing == Typing::Shown {
            mark["typing_indicator"] = json!({ "type": "text" });
        }
        mark.serialize(serializer)
    }
}

fn content(content: &OutgoingContent) -> (&'static str, Value) {
    match content {
        OutgoingContent::Text(text) => (
            "text",
            json!({ "body": text.body, "preview_url": text.preview }),
        ),
        OutgoingContent::Media(file) => (media_kind(file.kind), media(file)),
        OutgoingContent::Location(place) => ("location", location(place)),
        OutgoingContent::Contacts(contacts) => ("contacts", contacts.0.iter().map(card).collect()),
        OutgoingContent::Interactive(message) => ("interactive", interactive(message)),
        OutgoingContent::Reaction(reaction) => {
            let emoji = reaction.emoji.as_deref().unwrap_or_default();
            (
                "reaction",
                json!({ "message_id": reaction.message_id, "emoji": emoji }),
            )
        }
        OutgoingContent::Template(template) => ("template", wire_template::template(template)),
    }
}

fn media_kind(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Image => "image",
        MediaKind::Video => "video",
        MediaKind::Audio => "audio",
        MediaKind::Document => "document",
        MediaKind::Sticker => "sticker",
    }
}

fn media(file: &MediaMessage) -> Value {
    let mut media = json!({ "id": file.id });
    if let Some(caption) = &file.caption {
        media["caption"] = caption.0.as_str().into();
    }
    if let Some(filename) = &file.filename {
        media["filename"] = filename.as_str().into();
    }
    if file.voice_note {
        media["voice"] = true.into();
    }
    media
}

fn location(place: &LocationMessage) -> Value {
    let mut value = json!({ "latitude": place.latitude, "longitude": place.longitude });
    put_some(&mut value, "name", place.name.as_deref());
    put_some(&mut value, "address", place.address.as_deref());
    value
}

fn card(card: &Card) -> Value {
    let first_name = match (&card.first_name, &card.last_name) {
        (None, None) => Some(card.formatted_name.as_str()),
        (first, _) => first.as_deref(),
    };
    let mut name = json!({ "formatted_name": card.formatted_name });
    put_some(&mut name, "first_name", first_name);
    put_some(&mut name, "last_name", card.last_name.as_deref());
    let mut value = json!({ "name": name });
    put_list(&mut value, "phones", &card.phones, |phone| {
        let mut entry = json!({ "phone": phone.phone });
        put_some(&mut entry, "wa_id", phone.wa_id.as_ref().map(WaId::as_str));
        put_some(&mut entry, "type", phone.kind.as_deref());
        entry
    });
    put_list(&mut value, "emails", &card.emails, |email| {
        let mut entry = json!({ "email": email.email });
        put_some(&mut entry, "type", email.kind.as_deref());
        entry
    });
    put_list(
        &mut value,
        "addresses",
        &card.addresses,
        |line| json!({ "street": line }),
    );
    put_list(&mut value, "urls", &card.urls, |url| json!({ "url": url }));
    let mut organization = json!({});
    put_some(&mut organization, "company", card.company.as_deref());
    put_some(&mut organization, "department", card.department.as_deref());
    put_some(&mut organization, "title", card.title.as_deref());
    if organization != json!({}) {
        value["org"] = organization;
    }
    put_some(&mut value, "birthday", card.birthday.as_deref());
    value
}

fn interactive(message: &InteractiveMessage) -> Value {
    let (kind, action) = match &message.action {
        Action::Buttons(buttons) => {
            let buttons: Vec<_> = buttons
                .iter()
                .map(|it| json!({ "type": "reply", "reply": { "id": it.id, "title": it.title } }))
                .collect();
            ("button", json!({ "buttons": buttons }))
        }
        Action::List { label, sections } => {
            let sections: Vec<_> = sections.iter().map(section).collect();
            ("list", json!({ "button": label, "sections": sections }))
        }
    };
    let mut value = json!({ "type": kind, "body": { "text": message.body }, "action": action });
    if let Some(header) = &message.header {
        value["header"] = json!({ "type": "text", "text": header });
    }
    if let Some(footer) = &message.footer {
        value["footer"] = json!({ "text": footer });
    }
    value
}

fn section(section: &ListSection) -> Value {
    let rows: Vec<_> = section
        .rows
        .iter()
        .map(|row| {
            let mut value = json!({ "id": row.id, "title": row.title });
            put_some(&mut value, "description", row.description.as_deref());
            value
        })
        .collect();
    let mut value = json!({ "rows": rows });
    put_some(&mut value, "title", section.title.as_deref());
    value
}

fn put_some(object: &mut Value, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        object[key] = text.into();
    }
}

fn put_list<T>(object: &mut Value, key: &str, list: &[T], entry: impl Fn(&T) -> Value) {
    if !list.is_empty() {
        object[key] = list.iter().map(entry).collect();
    }
}
