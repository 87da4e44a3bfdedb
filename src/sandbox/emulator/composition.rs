//! How a customer's message becomes Meta's JSON: the type's name, the object under it, its context. Some types change
//! what was said before, or who the customer is.

use serde_json::{Map, Value, json};

use super::Emulator;
use crate::identifiers;
use crate::pictures;
use crate::scene::{Content, Say};
use crate::webhooks::shapes;
use crate::world::{Customer, MediaFile, MediaOrigin, Number, StoredMedia, ThreadAuthor, World};

/// How long the address of a file lives (section 8).
const MEDIA_URL_SECONDS: i64 = 300;

/// The type's name, and the object under it.
type Named = (String, Option<Value>);

fn named(kind: &str, content: Value) -> Named {
    (kind.to_owned(), Some(content))
}

/// A message in the making.
pub(super) struct Composition<'a> {
    pub(super) emulator: &'a Emulator,
    pub(super) world: &'a mut World,
    pub(super) number: &'a Number,
    pub(super) customer: &'a Customer,
    /// Begins with sender, id and time stamp.
    pub(super) message: Map<String, Value>,
}

impl Composition<'_> {
    pub(super) fn compose(mut self, say: &Say) -> Map<String, Value> {
        let (kind, object) = self.content(&say.content);
        self.message.insert("type".into(), json!(kind));
        if let Some(object) = object {
            self.message.insert(kind, object);
        }
        let context = self.context(say);
        if !context.is_empty() {
            self.message
                .insert("context".into(), Value::Object(context));
        }
        self.message.extend(say.extra.clone());
        self.message
    }

    fn context(&self, say: &Say) -> Map<String, Value> {
        let mut context = Map::new();
        if let Some(id) = &say.reply_to {
            let author = self.world.message(id).map(|(_, message)| message.author);
            let from = match author {
                Some(ThreadAuthor::Customer) => self.customer.shown_wa_id(),
                _ => Some(self.number.display_phone_number.as_str()),
            };
            shapes::put(&mut context, "from", from);
            context.insert("id".into(), json!(id));
        }
        if say.forwarded {
            context.insert("forwarded".into(), json!(true));
        }
        context
    }

    fn content(&mut self, content: &Content) -> Named {
        match content {
            Content::Text { body } => named("text", json!({ "body": body })),
            Content::Image { .. }
            | Content::Video { .. }
            | Content::Audio { .. }
            | Content::Document { .. }
            | Content::Sticker { .. } => self.file(content),
            Content::ButtonReply { .. }
            | Content::ListReply { .. }
            | Content::FlowReply { .. }
            | Content::Button { .. } => tap(content),
            Content::Location {
                latitude,
                longitude,
                name,
                address,
            } => {
                let place = json!({ "latitude": latitude, "longitude": longitude });
                let place = with(place, "name", name.clone());
                named("location", with(place, "address", address.clone()))
            }
            Content::Contacts { contacts } => named("contacts", json!(contacts)),
            Content::Order {
                catalog_id,
                product_items,
                text,
            } => {
                let order = json!({ "catalog_id": catalog_id, "product_items": product_items });
                named("order", with(order, "text", text.clone()))
            }
            Content::Reaction { .. } | Content::Edit { .. } | Content::Revoke { .. } => {
                self.about_an_earlier_message(content)
            }
            Content::Unsupported { kind, code } => {
                self.fail(
                    code.unwrap_or(131_051),
                    "Message type is currently not supported.",
                );
                let kind = kind.as_ref().map(|kind| json!({ "type": kind }));
                ("unsupported".to_owned(), kind)
            }
            Content::BrokenMedia { kind, code } => {
                self.fail(
                    code.unwrap_or(131_052),
                    "Failed to download the media of the message.",
                );
                named(kind, json!({}))
            }
            Content::ChangeNumber { new_wa_id } => named("system", self.change_number(new_wa_id)),
            Content::RequestWelcome => ("request_welcome".to_owned(), None),
            Content::Raw { message } => {
                self.message.extend(message.clone());
                let kind = message.get("type").and_then(Value::as_str);
                (kind.unwrap_or("unknown").to_owned(), None)
            }
        }
    }

    fn file(&mut self, content: &Content) -> Named {
        match content {
            Content::Image { file, caption } => {
                let media = self.receive(file.as_ref(), pictures::sample_picture);
                named("image", with(media, "caption", caption.clone()))
            }
            Content::Video { file, caption } => {
                let media = self.receive(file.as_ref(), pictures::sample_video);
                named("video", with(media, "caption", caption.clone()))
            }
            Content::Audio { file, voice } => {
                let media = self.receive(file.as_ref(), pictures::sample_voice_note);
                named("audio", with(media, "voice", Some(*voice)))
            }
            Content::Document {
                file,
                filename,
                caption,
            } => {
                let media = self.receive(file.as_ref(), pictures::sample_document);
                let media = with(media, "filename", filename.clone());
                named("document", with(media, "caption", caption.clone()))
            }
            Content::Sticker { file, animated } => {
                let media = self.receive(file.as_ref(), pictures::sample_sticker);
                named("sticker", with(media, "animated", Some(*animated)))
            }
            _ => ("unknown".to_owned(), None),
        }
    }

    /// Stores a customer's file and describes it as webhooks do.
    fn receive(&mut self, file: Option<&MediaFile>, sample: fn() -> MediaFile) -> Value {
        let file = file.cloned().unwrap_or_else(sample);
        let id = identifiers::decimal(15, &mut self.world.random);
        let media = StoredMedia::new(
            self.number.phone_number_id.clone(),
            file,
            MediaOrigin::Webhook,
            self.emulator.clock.now_ms(),
        );
        let value = json!({
            "mime_type": media.file.mime_type,
            "sha256": media.sha256(),
            "id": id,
            "url": self.emulator.media_url(&id, "webhook"),
        });
        self.world.media.insert(id, media);
        value
    }

    fn about_an_earlier_message(&mut self, content: &Content) -> Named {
        match content {
            Content::Reaction { message_id, emoji } => {
                if let Some(target) = self.world.message_mut(message_id) {
                    let emoji = emoji.as_deref().unwrap_or_default();
                    target.react(ThreadAuthor::Customer, emoji);
                }
                // A removal has no `emoji` at all (section 4.8).
                let reaction = json!({ "message_id": message_id });
                let emoji = emoji.clone().filter(|emoji| !emoji.is_empty());
                named("reaction", with(reaction, "emoji", emoji))
            }
            Content::Edit {
                original_message_id,
                body,
            } => {
                if let Some(original) = self.world.message_mut(original_message_id) {
                    original.content = json!({ "body": body });
                }
                let message = json!({
                    "context": { "id": "M0" },
                    "type": "text",
                    "text": { "body": body },
                });
                named(
                    "edit",
                    json!({ "original_message_id": original_message_id, "message": message }),
                )
            }
            Content::Revoke {
                original_message_id,
            } => {
                if let Some(original) = self.world.message_mut(original_message_id) {
                    "revoked".clone_into(&mut original.kind);
                    original.content = Value::Null;
                }
                named(
                    "revoke",
                    json!({ "original_message_id": original_message_id }),
                )
            }
            _ => ("unknown".to_owned(), None),
        }
    }

    /// Puts `errors[]` beside the type; inside incoming messages they carry no `href`.
    fn fail(&mut self, code: u32, details: &str) {
        let mut error = shapes::error(code, details);
        if let Value::Object(object) = &mut error {
            object.remove("href");
        }
        self.message.insert("errors".into(), json!([error]));
    }

    /// A number change gives the customer new identifiers (section 4.13).
    fn change_number(&mut self, new_wa_id: &str) -> Value {
        // A system message names the old number only; the BSUIDs stand inside.
        self.message.remove("from_user_id");
        self.message.remove("from_parent_user_id");
        let customer = self.customer;
        let changed = self
            .world
            .change_addresses(&customer.key, Some(new_wa_id.to_owned()));
        let mut system = Map::new();
        let body = match customer.shown_wa_id() {
            Some(old) => {
                system.insert("wa_id".into(), json!(new_wa_id));
                format!("User {} changed from {old} to {new_wa_id}", customer.name)
            }
            None => format!("User {} changed their user id", customer.name),
        };
        system.insert("body".into(), json!(body));
        shapes::put(&mut system, "user_id", changed.map(|changed| changed.bsuid));
        system.insert("previous_user_id".into(), json!(customer.bsuid));
        let kind = if customer.shown_wa_id().is_some() {
            "user_changed_number"
        } else {
            "user_changed_user_id"
        };
        system.insert("type".into(), json!(kind));
        Value::Object(system)
    }
}

/// Answers to what the business offered.
fn tap(content: &Content) -> Named {
    match content {
        Content::ButtonReply { id, title } => named(
            "interactive",
            json!({ "type": "button_reply", "button_reply": { "id": id, "title": title } }),
        ),
        Content::ListReply {
            id,
            title,
            description,
        } => {
            let row = json!({ "id": id, "title": title });
            let row = with(row, "description", description.clone());
            named(
                "interactive",
                json!({ "type": "list_reply", "list_reply": row }),
            )
        }
        Content::FlowReply { response_json } => {
            let reply = json!({ "name": "flow", "body": "Sent", "response_json": response_json });
            named(
                "interactive",
                json!({ "type": "nfm_reply", "nfm_reply": reply }),
            )
        }
        Content::Button { text, payload } => {
            named("button", json!({ "payload": payload, "text": text }))
        }
        _ => ("unknown".to_owned(), None),
    }
}

fn with<T: Into<Value>>(mut object: Value, key: &str, value: Option<T>) -> Value {
    if let Some(value) = value {
        object[key] = value.into();
    }
    object
}

impl Emulator {
    /// The address of a file's bytes, good for five minutes of the sandbox's time.
    pub(crate) fn media_url(&self, id: &str, source: &str) -> String {
        let expires = self.clock.now_seconds() + MEDIA_URL_SECONDS;
        format!(
            "{}/whatsapp_business/attachments/?mid={id}&source={source}&ext={expires}&hash={}",
            self.base_url,
            self.media_hash(id, expires)
        )
    }
}
