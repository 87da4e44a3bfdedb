//! What a customer does about a message of the business: which kind of answer fits, as a pure choice.

use serde_json::Value;

use crate::scene::Content;
use crate::world::ThreadMessage;

/// What fits.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fitting {
    /// They were asked something.
    Asked,
    /// They were told something.
    Told,
    /// It was a farewell: an emoji is enough.
    Farewell,
    /// A button or a row was offered: this is the tap.
    Tap(Tap),
    /// A reaction of the business, or something that needs no answer.
    Nothing,
}

/// A tap on something that the business offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tap {
    Reply { id: String, title: String },
    Row { id: String, title: String },
}

impl Tap {
    pub(super) fn content(self) -> Content {
        match self {
            Self::Reply { id, title } => Content::ButtonReply { id, title },
            Self::Row { id, title } => Content::ListReply {
                id,
                title,
                description: None,
            },
        }
    }
}

const FAREWELLS: [&str; 9] = [
    "à disposição",
    "a disposição",
    "de nada",
    "imagina",
    "bom dia para você",
    "boa tarde para você",
    "ótimo dia",
    "otimo dia",
    "até logo",
];

pub(super) fn fitting(message: &ThreadMessage) -> Fitting {
    match message.kind.as_str() {
        "text" => by_words(message.content["body"].as_str().unwrap_or_default()),
        "interactive" => tap(&message.content).map_or(Fitting::Told, Fitting::Tap),
        "reaction" | "sticker" => Fitting::Nothing,
        "image" | "video" | "document" => {
            by_words(message.content["caption"].as_str().unwrap_or_default())
        }
        "template" => Fitting::Asked,
        _ => Fitting::Told,
    }
}

fn by_words(text: &str) -> Fitting {
    let text = text.to_lowercase();
    if text.contains('?') {
        return Fitting::Asked;
    }
    if FAREWELLS.iter().any(|words| text.contains(words)) {
        return Fitting::Farewell;
    }
    Fitting::Told
}

fn tap(interactive: &Value) -> Option<Tap> {
    let action = &interactive["action"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let reply = &action["buttons"][0]["reply"];
    if let (Some(id), Some(title)) = (text(&reply["id"]), text(&reply["title"])) {
        return Some(Tap::Reply { id, title });
    }
    let row = &action["sections"][0]["rows"][0];
    Some(Tap::Row {
        id: text(&row["id"])?,
        title: text(&row["title"])?,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::world::{DeliveryStatus, ThreadAuthor};

    #[test]
    fn an_answer_fits_what_was_said() {
        let cases = [
            (
                "text",
                json!({ "body": "Qual é o número do pedido?" }),
                Fitting::Asked,
            ),
            (
                "text",
                json!({ "body": "Saiu para entrega hoje." }),
                Fitting::Told,
            ),
            (
                "text",
                json!({ "body": "Ficamos à disposição!" }),
                Fitting::Farewell,
            ),
            ("image", json!({ "caption": "É este?" }), Fitting::Asked),
            ("audio", json!({ "voice": true }), Fitting::Told),
            ("reaction", json!({ "emoji": "👍" }), Fitting::Nothing),
            (
                "interactive",
                json!({ "action": { "buttons": [{ "reply": { "id": "1", "title": "Sim" } }] } }),
                Fitting::Tap(Tap::Reply {
                    id: "1".to_owned(),
                    title: "Sim".to_owned(),
                }),
            ),
            (
                "interactive",
                json!({ "action": { "sections": [{ "rows": [{ "id": "s", "title": "Sedex" }] }] } }),
                Fitting::Tap(Tap::Row {
                    id: "s".to_owned(),
                    title: "Sedex".to_owned(),
                }),
            ),
        ];
        for (kind, content, expected) in cases {
            let message = ThreadMessage {
                id: "wamid.1".to_owned(),
                author: ThreadAuthor::Business,
                at_ms: 0,
                kind: kind.to_owned(),
                content,
                replies_to: None,
                status: DeliveryStatus::Delivered,
                reactions: Vec::new(),
                callback_data: None,
                category: String::new(),
                by_bsuid: false,
                priced: false,
            };
            assert_eq!(fitting(&message), expected, "{kind} {}", message.content);
        }
    }
}
