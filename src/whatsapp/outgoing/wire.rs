//! The JSON of what is sent (Cloud API reference, sections 7.1 to 7.7).

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::outgoing::template::{
    Template, TemplateButton, TemplateButtonKind, TemplateHeader, TemplateMedia, TemplateText,
};
use crate::outgoing::{MarkRead, MediaMessage, Outgoing, OutgoingContent, Recipient, Typing};
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
        if let (Some(quoted), OutgoingContent::Text(_) | OutgoingContent::Media(_)) =
            (&self.reply_to, &self.content)
        {
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
        OutgoingContent::Reaction(reaction) => {
            let emoji = reaction.emoji.as_deref().unwrap_or_default();
            (
                "reaction",
                json!({ "message_id": reaction.message_id, "emoji": emoji }),
            )
        }
        OutgoingContent::Template(template) => ("template", self::template(template)),
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

/// Parts without variables are left out.
fn template(template: &Template) -> Value {
    let header = template.header.as_ref().map(header);
    let body = (!template.body.is_empty()).then(|| {
        let parameters: Vec<_> = template.body.iter().map(text_parameter).collect();
        json!({ "type": "body", "parameters": parameters })
    });
    let buttons = template.buttons.iter().map(button);
    let components: Vec<_> = header.into_iter().chain(body).chain(buttons).collect();
    let mut value = json!({ "name": template.name, "language": { "code": template.language } });
    if !components.is_empty() {
        value["components"] = components.into();
    }
    value
}

fn text_parameter(text: &TemplateText) -> Value {
    let mut parameter = json!({ "type": "text", "text": text.text });
    if let Some(name) = &text.name {
        parameter["parameter_name"] = name.as_str().into();
    }
    parameter
}

fn header(header: &TemplateHeader) -> Value {
    let parameter = match header {
        TemplateHeader::Text(text) => text_parameter(text),
        TemplateHeader::Media(TemplateMedia::Image(id)) => {
            json!({ "type": "image", "image": { "id": id } })
        }
        TemplateHeader::Media(TemplateMedia::Video(id)) => {
            json!({ "type": "video", "video": { "id": id } })
        }
        TemplateHeader::Media(TemplateMedia::Document { id, filename: None }) => {
            json!({ "type": "document", "document": { "id": id } })
        }
        TemplateHeader::Media(TemplateMedia::Document {
            id,
            filename: Some(filename),
        }) => {
            json!({ "type": "document", "document": { "id": id, "filename": filename } })
        }
    };
    json!({ "type": "header", "parameters": [parameter] })
}

fn button(button: &TemplateButton) -> Value {
    let (sub_type, parameter) = match &button.kind {
        TemplateButtonKind::QuickReply { payload } => (
            "quick_reply",
            json!({ "type": "payload", "payload": payload }),
        ),
        TemplateButtonKind::UrlSuffix(suffix) => ("url", json!({ "type": "text", "text": suffix })),
        TemplateButtonKind::CopyCode(code) => (
            "copy_code",
            json!({ "type": "coupon_code", "coupon_code": code }),
        ),
    };
    json!({
        "type": "button",
        "sub_type": sub_type,
        "index": button.position.to_string(),
        "parameters": [parameter],
    })
}
