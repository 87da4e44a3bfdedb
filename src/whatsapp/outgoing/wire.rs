//! The JSON of what is sent (Cloud API reference, sections 7.1 to 7.7).

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::outgoing::wire_template;
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
