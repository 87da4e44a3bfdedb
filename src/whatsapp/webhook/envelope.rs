//! The walk from a body to its items: entries, changes, and the arrays inside their values.
//!
//! Arrays are recognised by their key, not by the field that they arrive under: Meta and its
//! partners have sent statuses, errors and messages under more than one field. Each element is
//! cut out of the text unread, so that one that cannot be read harms no other.

use std::rc::Rc;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::WireError;
use crate::identifiers::{PhoneNumberId, WabaId};
use crate::lenient::Fields;
use crate::webhook::contacts::Contacts;
use crate::webhook::identity::Identity;
use crate::webhook::item::{Item, ItemBody, NotAWebhook, Webhook};
use crate::webhook::message::{self, HistoryChunk, OrMalformed};
use crate::webhook::raw::{self, RawFields};
use crate::webhook::{account, call, preference, status, template};

pub(super) fn parse(body: &[u8]) -> Result<Webhook, NotAWebhook> {
    let text = raw::readable(body);
    let root: &RawValue = serde_json::from_str(&text).map_err(|error| NotAWebhook::NotJson {
        line: error.line(),
        column: error.column(),
    })?;
    let entries = raw::fields(root)
        .and_then(|fields| raw::elements(fields.get("entry")?))
        .ok_or(NotAWebhook::NoEntries)?;
    let mut items = Vec::new();
    for (index, entry) in entries.into_iter().enumerate() {
        read_entry(format!("entry[{index}]"), entry, &mut items);
    }
    Ok(Webhook { items })
}

fn read_entry(path: String, entry: &RawValue, items: &mut Vec<Item>) {
    let place = Place {
        path,
        ..Place::default()
    };
    let Some(fields) = raw::fields(entry) else {
        return items.push(place.malformed("the entry is not an object", entry));
    };
    let place = Place {
        waba_id: raw::text(fields.get("id")).and_then(|id| WabaId::new(id).ok()),
        ..place
    };
    let Some(changes) = fields
        .get("changes")
        .and_then(|changes| raw::elements(changes))
    else {
        return items.push(place.malformed("the entry has no array of changes", entry));
    };
    for (index, change) in changes.into_iter().enumerate() {
        read_change(&place.at(format_args!("changes[{index}]")), change, items);
    }
}

fn read_change(place: &Place, change: &RawValue, items: &mut Vec<Item>) {
    let Some(fields) = raw::fields(change) else {
        return items.push(place.malformed("the change is not an object", change));
    };
    let field = raw::text(fields.get("field")).unwrap_or_default();
    let place = Place {
        field,
        ..place.at(format_args!("value"))
    };
    let Some(value) = fields.get("value") else {
        return items.push(place.malformed("the change has no value", change));
    };
    match raw::fields(value) {
        Some(fields) => read_value(place, value, &fields, items),
        None => items.push(place.malformed("the change's value is not an object", value)),
    }
}

/// Where an item stands and what surrounds it.
#[derive(Clone, Default)]
struct Place {
    path: String,
    waba_id: Option<WabaId>,
    phone_number_id: Option<PhoneNumberId>,
    display_phone_number: Option<String>,
    field: String,
    standby: bool,
    contacts: Rc<Contacts>,
}

impl Place {
    fn at(&self, step: std::fmt::Arguments<'_>) -> Self {
        Self {
            path: format!("{}.{step}", self.path),
            ..self.clone()
        }
    }

    fn item(&self, body: ItemBody, raw: &RawValue) -> Item {
        self.item_at(self.path.clone(), body, raw)
    }

    /// An item one step further on.
    fn inner_item(&self, step: std::fmt::Arguments<'_>, body: ItemBody, raw: &RawValue) -> Item {
        self.item_at(format!("{}.{step}", self.path), body, raw)
    }

    fn item_at(&self, path: String, body: ItemBody, raw: &RawValue) -> Item {
        Item {
            path,
            waba_id: self.waba_id.clone(),
            phone_number_id: self.phone_number_id.clone(),
            display_phone_number: self.display_phone_number.clone(),
            standby: self.standby,
            body,
            raw: raw.get().to_owned(),
        }
    }

    fn malformed(&self, reason: &str, raw: &RawValue) -> Item {
        self.item(
            ItemBody::Malformed {
                reason: reason.to_owned(),
            },
            raw,
        )
    }

    fn unknown(&self, reason: &str, raw: &RawValue) -> Item {
        let body = ItemBody::Unknown {
            field: self.field.clone(),
            reason: reason.to_owned(),
        };
        self.item(body, raw)
    }

    /// Adds what a value says about the number and the people in it.
    fn described_by(mut self, fields: &RawFields<'_>) -> Self {
        if let Some(metadata) = fields.get("metadata").and_then(|it| raw::value(it).ok()) {
            let metadata = Fields::of(&metadata);
            self.phone_number_id = metadata
                .identifier("phone_number_id")
                .or(self.phone_number_id);
            self.display_phone_number = metadata
                .text("display_phone_number")
                .or(self.display_phone_number);
        }
        if let Some(number) = raw::text(fields.get("display_phone_number")) {
            self.display_phone_number = Some(number);
        }
        if let Some(contacts) = fields
            .get("contacts")
            .and_then(|contacts| raw::elements(contacts))
        {
            let contacts = contacts
                .into_iter()
                .filter_map(|contact| raw::value(contact).ok());
            self.contacts = Rc::new(
                contacts
                    .map(|contact| Identity::read_contact(&contact))
                    .collect(),
            );
        }
        self
    }
}

/// The arrays that a value may hold, in the order in which they are taken, and how to read one
/// element of each.
const ARRAYS: [(&str, ReadElement); 9] = [
    ("errors", |value, _| {
        Ok(ItemBody::Error(WireError::read(value)))
    }),
    ("messages", read_message),
    ("message_echoes", |value, place| {
        Ok(ItemBody::Echo(Box::new(message::read_echo(
            value,
            &place.contacts,
        )?)))
    }),
    ("statuses", read_status),
    ("calls", |value, place| {
        let business = place.display_phone_number.as_deref();
        Ok(ItemBody::Call(Box::new(call::read(
            value,
            &place.contacts,
            business,
        )?)))
    }),
    ("user_preferences", |value, place| {
        Ok(ItemBody::UserPreference(Box::new(preference::read(
            value,
            &place.contacts,
        )?)))
    }),
    ("state_sync", |value, _| {
        Ok(ItemBody::ContactSync(Box::new(account::read_contact_sync(
            value,
        )?)))
    }),
    ("user_id_update", |value, _| {
        Ok(ItemBody::UserIdUpdate(Box::new(
            account::read_user_id_update(value)?,
        )))
    }),
    ("groups", |value, place| {
        account::read(&place.field, value).ok_or_else(|| "the group is not an object".to_owned())
    }),
];

type ReadElement = fn(&Value, &Place) -> OrMalformed<ItemBody>;

fn read_message(value: &Value, place: &Place) -> OrMalformed<ItemBody> {
    if place.field == "history" {
        return read_history_message(value, &Identity::default(), place, HistoryChunk::default());
    }
    Ok(ItemBody::Message(Box::new(message::read_inbound(
        value,
        &place.contacts,
    )?)))
}

/// Statuses of calls and payments share the array's name.
fn read_status(value: &Value, place: &Place) -> OrMalformed<ItemBody> {
    match Fields::of(value).text("type").as_deref() {
        Some("call") => Ok(ItemBody::Call(Box::new(call::read_status(
            value,
            &place.contacts,
        )?))),
        Some("payment") => Ok(ItemBody::Unknown {
            field: place.field.clone(),
            reason: "a status of a payment".to_owned(),
        }),
        _ => Ok(ItemBody::Status(Box::new(status::read(
            value,
            &place.contacts,
        )?))),
    }
}

fn read_value(place: Place, value: &RawValue, fields: &RawFields<'_>, items: &mut Vec<Item>) {
    let place = place.described_by(fields);
    let mut found = false;
    for (key, read) in ARRAYS {
        if let Some(array) = fields.get(key).filter(|array| array.get() != "null") {
            found = true;
            read_array(&place, key, array, read, items);
        }
    }
    if let Some(history) = fields
        .get("history")
        .filter(|history| history.get() != "null")
    {
        found = true;
        read_history(&place, history, items);
    }
    if let Some((standby, inner)) = standby(fields) {
        found = true;
        let place = Place {
            standby: true,
            ..place.at(format_args!("standby"))
        };
        read_value(place, standby, &inner, items);
    }
    if !found {
        items.push(whole_value(&place, value));
    }
}

/// While another application handles a chat, everything comes one level deeper.
fn standby<'a>(fields: &RawFields<'a>) -> Option<(&'a RawValue, RawFields<'a>)> {
    let standby = *fields.get("standby")?;
    Some((standby, raw::fields(standby)?))
}

/// A value that is one piece: about a template, the account, or unknown.
fn whole_value(place: &Place, raw: &RawValue) -> Item {
    let Ok(value) = raw::value(raw) else {
        return place.malformed("the change's value cannot be read", raw);
    };
    let body = template::read(&place.field, &value).or_else(|| account::read(&place.field, &value));
    match body {
        Some(body) => place.item(body, raw),
        None => place.unknown("neither the field nor its content is known", raw),
    }
}

fn read_array(
    place: &Place,
    key: &str,
    array: &RawValue,
    read: ReadElement,
    items: &mut Vec<Item>,
) {
    let Some(elements) = raw::elements(array) else {
        let reason = format!("{key} is not an array");
        return items.push(place.inner_item(
            format_args!("{key}"),
            ItemBody::Malformed { reason },
            array,
        ));
    };
    for (index, element) in elements.into_iter().enumerate() {
        let body = read_element(element, |value| read(value, place));
        items.push(place.inner_item(format_args!("{key}[{index}]"), body, element));
    }
}

fn read_element(
    element: &RawValue,
    read: impl FnOnce(&Value) -> OrMalformed<ItemBody>,
) -> ItemBody {
    let read = match raw::value(element) {
        Ok(value) if value.is_object() => read(&value),
        Ok(_) => Err("it is not an object".to_owned()),
        Err(error) => Err(format!("it cannot be read: {error}")),
    };
    read.unwrap_or_else(|reason| ItemBody::Malformed { reason })
}

/// `history[].threads[].messages[]`, or `history[].errors[]` where the owner declined.
fn read_history(place: &Place, history: &RawValue, items: &mut Vec<Item>) {
    let Some(chunks) = raw::elements(history) else {
        let reason = "history is not an array".to_owned();
        return items.push(place.inner_item(
            format_args!("history"),
            ItemBody::Malformed { reason },
            history,
        ));
    };
    for (index, chunk) in chunks.into_iter().enumerate() {
        let place = place.at(format_args!("history[{index}]"));
        let before = items.len();
        match raw::fields(chunk) {
            Some(fields) => read_chunk(&place, &fields, items),
            None => items.push(place.malformed("the chunk is not an object", chunk)),
        }
        if items.len() == before {
            items.push(place.unknown("a chunk of history without messages", chunk));
        }
    }
}

fn read_chunk(place: &Place, fields: &RawFields<'_>, items: &mut Vec<Item>) {
    let metadata = fields
        .get("metadata")
        .and_then(|metadata| raw::value(metadata).ok());
    let metadata = metadata.as_ref().map_or(Fields::default(), Fields::of);
    let chunk = HistoryChunk {
        phase: metadata.integer("phase"),
        order: metadata.integer("chunk_order"),
        progress: metadata.integer("progress"),
    };
    if let Some(errors) = fields.get("errors") {
        let read: ReadElement = |value, _| Ok(ItemBody::Error(WireError::read(value)));
        read_array(place, "errors", errors, read, items);
    }
    let threads = fields
        .get("threads")
        .and_then(|threads| raw::elements(threads));
    for (index, thread) in threads.unwrap_or_default().into_iter().enumerate() {
        read_thread(
            &place.at(format_args!("threads[{index}]")),
            thread,
            chunk,
            items,
        );
    }
}

fn read_thread(place: &Place, thread: &RawValue, chunk: HistoryChunk, items: &mut Vec<Item>) {
    let Some(fields) = raw::fields(thread) else {
        return items.push(place.malformed("the thread is not an object", thread));
    };
    let Some(messages) = fields
        .get("messages")
        .and_then(|messages| raw::elements(messages))
    else {
        return items.push(place.malformed("the thread has no array of messages", thread));
    };
    let customer = thread_customer(&fields);
    for (index, element) in messages.into_iter().enumerate() {
        let body = read_element(element, |value| {
            read_history_message(value, &customer, place, chunk)
        });
        items.push(place.inner_item(format_args!("messages[{index}]"), body, element));
    }
}

/// The thread's id is the customer's number; its context tells the rest.
fn thread_customer(fields: &RawFields<'_>) -> Identity {
    let context = fields
        .get("context")
        .and_then(|context| raw::value(context).ok());
    let known = context
        .as_ref()
        .map(Identity::read_contact)
        .unwrap_or_default();
    known.or_address(raw::text(fields.get("id")))
}

fn read_history_message(
    value: &Value,
    customer: &Identity,
    place: &Place,
    chunk: HistoryChunk,
) -> OrMalformed<ItemBody> {
    let business = place.display_phone_number.as_deref();
    let message = message::read_history(value, customer, business, chunk)?;
    Ok(ItemBody::History(Box::new(message)))
}
