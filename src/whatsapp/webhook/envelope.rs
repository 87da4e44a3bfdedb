//! The walk from a body to its items: entries, changes, and the arrays inside their values.
//!
//! Arrays are recognised by their key, not by the field that they arrive under: Meta and its
//! partners have sent statuses, errors and messages under more than one field. Each element is
//! cut out of the text unread, so that one that cannot be read harms no other.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::WireError;
use crate::identifiers::WabaId;
use crate::lenient::Fields;
use crate::webhook::history::{read_history, read_history_message};
use crate::webhook::identity::Identity;
use crate::webhook::item::{Item, ItemBody, NotAWebhook, Webhook};
use crate::webhook::message::{self, HistoryChunk, OrMalformed};
use crate::webhook::place::Place;
use crate::webhook::raw::{self, RawFields};
use crate::webhook::{account, call, preference, status, template};

pub(super) fn recognise(body: &[u8]) -> Result<(), NotAWebhook> {
    entries(&raw::readable(body)).map(drop)
}

pub(super) fn parse(body: &[u8]) -> Result<Webhook, NotAWebhook> {
    let text = raw::readable(body);
    let mut items = Vec::new();
    for (index, entry) in entries(&text)?.into_iter().enumerate() {
        read_entry(format!("entry[{index}]"), entry, &mut items);
    }
    Ok(Webhook { items })
}

fn entries(text: &str) -> Result<Vec<&RawValue>, NotAWebhook> {
    let root: &RawValue = serde_json::from_str(text).map_err(|error| NotAWebhook::NotJson {
        line: error.line(),
        column: error.column(),
    })?;
    raw::fields(root)
        .and_then(|fields| raw::elements(fields.get("entry")?))
        .ok_or(NotAWebhook::NoEntries)
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

pub(super) type ReadElement = fn(&Value, &Place) -> OrMalformed<ItemBody>;

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
    if let Some((standby, inner)) = standby(&place, fields) {
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

/// While another application handles a chat, everything comes one level deeper; no deeper, since
/// a body may nest as far as its size allows.
fn standby<'a>(place: &Place, fields: &RawFields<'a>) -> Option<(&'a RawValue, RawFields<'a>)> {
    if place.standby {
        return None;
    }
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

pub(super) fn read_array(
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

pub(super) fn read_element(
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
