//! What customers do: they write, react, read, play, change their number. Each act changes the world first and is
//! then told to the client by webhook.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::Emulator;
use crate::identifiers::{self, Author};
use crate::locking::lock;
use crate::pictures;
use crate::scene::{Content, Happening, RawWebhook, Say, SceneError, StatusEvent};
use crate::webhooks::shapes;
use crate::world::{
    Customer, DeliveryStatus, MediaFile, MediaOrigin, Number, Pair, StoredMedia, ThreadAuthor,
    ThreadMessage, World,
};

/// How long the address of a file lives (section 8).
pub(crate) const MEDIA_URL_SECONDS: i64 = 300;

impl Emulator {
    /// The number by id, or the only one there is.
    pub(crate) fn number(&self, id: Option<&str>) -> Result<Number, SceneError> {
        let world = lock(&self.world);
        match id {
            Some(id) => world
                .numbers
                .get(id)
                .cloned()
                .ok_or_else(|| SceneError::UnknownNumber(id.to_owned())),
            None if world.numbers.len() == 1 => world
                .numbers
                .values()
                .next()
                .cloned()
                .ok_or(SceneError::NumberNotNamed),
            None => Err(SceneError::NumberNotNamed),
        }
    }

    pub(crate) fn customer(&self, address: &str) -> Result<Customer, SceneError> {
        lock(&self.world)
            .customer(address)
            .cloned()
            .ok_or_else(|| SceneError::UnknownCustomer(address.to_owned()))
    }

    /// A customer sends something; returns its wamid.
    pub(crate) fn say(&self, address: &str, say: Say) -> Result<String, SceneError> {
        let number = self.number(say.number.as_deref())?;
        let customer = self.customer(address)?;
        let pair = Pair {
            phone_number_id: number.phone_number_id.clone(),
            customer: customer.key.clone(),
        };
        let now_ms = self.clock.now_ms();
        let at_ms = say.at_ms.unwrap_or(now_ms);
        let system = matches!(say.content, Content::ChangeNumber { .. });

        let (id, message) = {
            let mut world = lock(&self.world);
            let id = identifiers::wamid(customer.address(), Author::Customer, &mut world.random);
            let mut message = shapes::message_head(&customer, &id, at_ms.div_euclid(1000));
            self.fill(&mut world, &mut message, &number, &customer, &say);
            remember(&mut world, &pair, &message, &say, at_ms);
            world
                .throughput
                .entry(number.phone_number_id.clone())
                .or_default()
                .count(now_ms);
            (id, message)
        };
        let shown = (!system).then_some(&customer);
        let value = shapes::incoming(&number, shown, Value::Object(message));
        self.post(&number, "messages", value);
        self.notice(&pair, "message");
        Ok(id)
    }

    fn fill(
        &self,
        world: &mut World,
        message: &mut Map<String, Value>,
        number: &Number,
        customer: &Customer,
        say: &Say,
    ) {
        let (kind, content) = self.content(world, message, number, customer, &say.content);
        message.insert("type".into(), json!(kind));
        if let Some(content) = content {
            message.insert(kind, content);
        }
        let mut context = Map::new();
        if let Some(id) = &say.reply_to {
            let author = world.message(id).map(|(_, message)| message.author);
            let from = match author {
                Some(ThreadAuthor::Customer) => customer.shown_wa_id(),
                _ => Some(number.display_phone_number.as_str()),
            };
            shapes::put(&mut context, "from", from);
            context.insert("id".into(), json!(id));
        }
        if say.forwarded {
            context.insert("forwarded".into(), json!(true));
        }
        if !context.is_empty() {
            message.insert("context".into(), Value::Object(context));
        }
        message.extend(say.extra.clone());
    }

    /// The type's name and the object under it; some types add keys beside it.
    fn content(
        &self,
        world: &mut World,
        message: &mut Map<String, Value>,
        number: &Number,
        customer: &Customer,
        content: &Content,
    ) -> (String, Option<Value>) {
        let named = |kind: &str, content: Value| (kind.to_owned(), Some(content));
        match content {
            Content::Text { body } => named("text", json!({ "body": body })),
            Content::Image { file, caption } => {
                let media = self.receive(world, number, file, pictures::sample_picture);
                named("image", with(media, "caption", caption.clone()))
            }
            Content::Video { file, caption } => {
                let media = self.receive(world, number, file, pictures::sample_video);
                named("video", with(media, "caption", caption.clone()))
            }
            Content::Audio { file, voice } => {
                let media = self.receive(world, number, file, pictures::sample_voice_note);
                named("audio", with(media, "voice", Some(*voice)))
            }
            Content::Document {
                file,
                filename,
                caption,
            } => {
                let media = self.receive(world, number, file, pictures::sample_document);
                let media = with(media, "filename", filename.clone());
                named("document", with(media, "caption", caption.clone()))
            }
            Content::Sticker { file, animated } => {
                let media = self.receive(world, number, file, pictures::sample_sticker);
                named("sticker", with(media, "animated", Some(*animated)))
            }
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
            Content::ButtonReply { id, title } => named(
                "interactive",
                json!({ "type": "button_reply", "button_reply": { "id": id, "title": title } }),
            ),
            Content::ListReply {
                id,
                title,
                description,
            } => {
                let row = with(
                    json!({ "id": id, "title": title }),
                    "description",
                    description.clone(),
                );
                named(
                    "interactive",
                    json!({ "type": "list_reply", "list_reply": row }),
                )
            }
            Content::FlowReply { response_json } => named(
                "interactive",
                json!({
                    "type": "nfm_reply",
                    "nfm_reply": { "name": "flow", "body": "Sent", "response_json": response_json },
                }),
            ),
            Content::Button { text, payload } => {
                named("button", json!({ "payload": payload, "text": text }))
            }
            Content::Order {
                catalog_id,
                product_items,
                text,
            } => {
                let order = json!({ "catalog_id": catalog_id, "product_items": product_items });
                named("order", with(order, "text", text.clone()))
            }
            Content::Reaction { message_id, emoji } => {
                if let Some(target) = world.message_mut(message_id) {
                    target.react(ThreadAuthor::Customer, emoji.as_deref().unwrap_or_default());
                }
                // A removal has no `emoji` at all (section 4.8).
                let reaction = json!({ "message_id": message_id });
                let emoji = emoji.clone().filter(|emoji| !emoji.is_empty());
                named("reaction", with(reaction, "emoji", emoji))
            }
            Content::Unsupported { kind, code } => {
                let details = "Message type is currently not supported.";
                let error = shapes::error(code.unwrap_or(131_051), details);
                message.insert("errors".into(), json!([without_href(error)]));
                let kind = kind.as_ref().map(|kind| json!({ "type": kind }));
                ("unsupported".to_owned(), kind)
            }
            Content::Edit {
                original_message_id,
                body,
            } => {
                if let Some(original) = world.message_mut(original_message_id) {
                    original.content = json!({ "body": body });
                }
                named(
                    "edit",
                    json!({
                        "original_message_id": original_message_id,
                        "message": {
                            "context": { "id": "M0" },
                            "type": "text",
                            "text": { "body": body },
                        },
                    }),
                )
            }
            Content::Revoke {
                original_message_id,
            } => {
                if let Some(original) = world.message_mut(original_message_id) {
                    original.kind = "revoked".to_owned();
                    original.content = Value::Null;
                }
                named(
                    "revoke",
                    json!({ "original_message_id": original_message_id }),
                )
            }
            Content::ChangeNumber { new_wa_id } => {
                named("system", change_number(world, message, customer, new_wa_id))
            }
            Content::RequestWelcome => ("request_welcome".to_owned(), None),
            Content::BrokenMedia { kind, code } => {
                let details = "Failed to download the media of the message.";
                let error = shapes::error(code.unwrap_or(131_052), details);
                message.insert("errors".into(), json!([without_href(error)]));
                (kind.clone(), Some(json!({})))
            }
            Content::Raw { message: raw } => {
                message.extend(raw.clone());
                let kind = raw.get("type").and_then(Value::as_str);
                (kind.unwrap_or("unknown").to_owned(), None)
            }
        }
    }

    /// Stores a customer's file and describes it as webhooks do.
    fn receive(
        &self,
        world: &mut World,
        number: &Number,
        file: &Option<MediaFile>,
        sample: fn() -> MediaFile,
    ) -> Value {
        let file = file.clone().unwrap_or_else(sample);
        let id = identifiers::decimal(15, &mut world.random);
        let media = StoredMedia::new(
            number.phone_number_id.clone(),
            file,
            MediaOrigin::Webhook,
            self.clock.now_ms(),
        );
        let value = json!({
            "mime_type": media.file.mime_type,
            "sha256": media.sha256(),
            "id": id,
            "url": self.media_url(&id, "webhook"),
        });
        world.media.insert(id, media);
        value
    }

    /// The address of a file's bytes, good for five minutes of the sandbox's time.
    pub(crate) fn media_url(&self, id: &str, source: &str) -> String {
        let expires = self.clock.now_seconds() + MEDIA_URL_SECONDS;
        format!(
            "{}/whatsapp_business/attachments/?mid={id}&source={source}&ext={expires}&hash={}",
            self.base_url,
            self.media_hash(id, expires)
        )
    }

    /// The customer opens the chat: every business message up to `up_to` (or all) is read.
    pub(crate) fn customer_reads(
        self: &Arc<Self>,
        address: &str,
        number: Option<&str>,
        up_to: Option<&str>,
    ) -> Result<usize, SceneError> {
        let number = self.number(number)?;
        let customer = self.customer(address)?;
        let pair = Pair {
            phone_number_id: number.phone_number_id,
            customer: customer.key,
        };
        let unread: Vec<String> = {
            let mut world = lock(&self.world);
            let thread = world.thread(&pair);
            thread
                .unread_by_customer(up_to)
                .map(|message| message.id.clone())
                .collect()
        };
        for id in &unread {
            self.status(id, DeliveryStatus::Read, None, None);
        }
        Ok(unread.len())
    }

    /// The customer plays a voice note.
    pub(crate) fn customer_plays(&self, wamid: &str) -> Result<(), SceneError> {
        self.status(wamid, DeliveryStatus::Played, None, None)
            .then_some(())
            .ok_or_else(|| SceneError::UnknownMessage(wamid.to_owned()))
    }

    /// A status made by a script, also of messages that the sandbox never saw.
    pub(crate) fn status_event(&self, event: &StatusEvent) -> Result<(), SceneError> {
        let details = event.details.as_deref().unwrap_or("Made by a script.");
        let failure = (event.status == DeliveryStatus::Failed)
            .then(|| (event.code.unwrap_or(131_000), details));
        if self.status(&event.wamid, event.status, failure, event.at_ms) {
            return Ok(());
        }
        let Some(address) = &event.customer else {
            return Err(SceneError::UnknownMessage(event.wamid.clone()));
        };
        let number = self.number(event.number.as_deref())?;
        let customer = self.customer(address)?;
        let message = ThreadMessage {
            id: event.wamid.clone(),
            author: ThreadAuthor::Business,
            at_ms: self.clock.now_ms(),
            kind: "text".to_owned(),
            content: Value::Null,
            replies_to: None,
            status: DeliveryStatus::Accepted,
            reactions: Vec::new(),
            callback_data: event.callback_data.clone(),
            category: "service".to_owned(),
            by_bsuid: false,
            priced: false,
        };
        let at_ms = event.at_ms.unwrap_or_else(|| self.clock.now_ms());
        let value = shapes::status(
            &number,
            &customer,
            &shapes::Status {
                message: &message,
                wamid: &event.wamid,
                status: event.status,
                seconds: at_ms.div_euclid(1000),
                failure,
                with_pricing: event.status == DeliveryStatus::Sent,
            },
        );
        self.post(&number, "messages", value);
        Ok(())
    }

    /// Sends an event of any field.
    pub(crate) fn happen(&self, happening: Happening) -> Result<(), SceneError> {
        let number = self.number(happening.number.as_deref())?;
        let mut value = happening.value;
        if has_envelope(&happening.field)
            && let Value::Object(object) = &mut value
        {
            for (key, part) in shapes::envelope(&number) {
                object.entry(key).or_insert(part);
            }
        }
        if self.destination(&number).is_none() {
            return Err(SceneError::NoWebhook);
        }
        if happening.field == "calls" {
            self.call_opens_window(&number, &value);
        }
        self.post(&number, &happening.field, value);
        Ok(())
    }

    /// Sends any text, signed as if it were right.
    pub(crate) fn raw_webhook(&self, raw: RawWebhook) -> Result<(), SceneError> {
        let number = self.number(raw.number.as_deref())?;
        let destination = self.destination(&number).ok_or(SceneError::NoWebhook)?;
        self.dispatcher.send_text(&destination, raw.body);
        Ok(())
    }

    /// A user's call opens the window (section 6).
    fn call_opens_window(&self, number: &Number, value: &Value) {
        let mut world = lock(&self.world);
        for call in value["calls"].as_array().into_iter().flatten() {
            let caller = call["from"].as_str().or(call["from_user_id"].as_str());
            let Some(customer) = caller.and_then(|caller| world.customer(caller)) else {
                continue;
            };
            let pair = Pair {
                phone_number_id: number.phone_number_id.clone(),
                customer: customer.key.clone(),
            };
            let now_ms = self.clock.now_ms();
            world.thread(&pair).open_window(now_ms);
        }
    }
}

/// Which fields' values begin with `messaging_product` and `metadata`.
fn has_envelope(field: &str) -> bool {
    matches!(
        field,
        "messages"
            | "smb_message_echoes"
            | "smb_app_state_sync"
            | "history"
            | "calls"
            | "user_preferences"
    )
}

/// A number change gives the customer new identifiers (section 4.13).
fn change_number(
    world: &mut World,
    message: &mut Map<String, Value>,
    customer: &Customer,
    new_wa_id: &str,
) -> Value {
    // A system message names the old number only; the BSUIDs stand inside.
    message.remove("from_user_id");
    message.remove("from_parent_user_id");
    let changed = world.change_addresses(&customer.key, Some(new_wa_id.to_owned()));
    let mut system = Map::new();
    let old = customer.shown_wa_id().unwrap_or_default();
    system.insert(
        "body".into(),
        json!(format!(
            "User {} changed from {old} to {new_wa_id}",
            customer.name
        )),
    );
    let hidden = customer.shown_wa_id().is_none();
    shapes::put(
        &mut system,
        "wa_id",
        (!hidden).then(|| new_wa_id.to_owned()),
    );
    shapes::put(&mut system, "user_id", changed.map(|changed| changed.bsuid));
    system.insert("previous_user_id".into(), json!(customer.bsuid));
    let kind = if hidden {
        "user_changed_user_id"
    } else {
        "user_changed_number"
    };
    system.insert("type".into(), json!(kind));
    Value::Object(system)
}

/// Keeps what the customer's own phone would show, and opens the window where the message counts (section 11).
fn remember(world: &mut World, pair: &Pair, message: &Map<String, Value>, say: &Say, at_ms: i64) {
    let counts = !matches!(
        say.content,
        Content::Reaction { .. }
            | Content::Edit { .. }
            | Content::Revoke { .. }
            | Content::ChangeNumber { .. }
            | Content::RequestWelcome
    );
    if !counts {
        return;
    }
    world.thread(pair).open_window(at_ms);
    let text = |key: &str| message.get(key).and_then(Value::as_str).unwrap_or_default();
    let kind = text("type").to_owned();
    world.keep(
        pair,
        ThreadMessage {
            id: text("id").to_owned(),
            author: ThreadAuthor::Customer,
            at_ms,
            content: message.get(&kind).cloned().unwrap_or(Value::Null),
            kind,
            replies_to: say.reply_to.clone(),
            status: DeliveryStatus::Sent,
            reactions: Vec::new(),
            callback_data: None,
            category: String::new(),
            by_bsuid: false,
            priced: false,
        },
    );
}

fn with<T: Into<Value>>(mut object: Value, key: &str, value: Option<T>) -> Value {
    if let Some(value) = value {
        object[key] = value.into();
    }
    object
}

/// Errors inside incoming messages carry no `href`.
fn without_href(mut error: Value) -> Value {
    if let Value::Object(object) = &mut error {
        object.remove("href");
    }
    error
}
