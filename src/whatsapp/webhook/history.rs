//! The walk through a history: chunks, threads and their messages.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::WireError;
use crate::lenient::Fields;
use crate::webhook::envelope::{ReadElement, read_array, read_element};
use crate::webhook::identity::Identity;
use crate::webhook::item::{Item, ItemBody};
use crate::webhook::message::{self, HistoryChunk, OrMalformed};
use crate::webhook::place::Place;
use crate::webhook::raw::{self, RawFields};

/// `history[].threads[].messages[]`, or `history[].errors[]` where the owner declined.
pub(super) fn read_history(place: &Place, history: &RawValue, items: &mut Vec<Item>) {
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

pub(super) fn read_history_message(
    value: &Value,
    customer: &Identity,
    place: &Place,
    chunk: HistoryChunk,
) -> OrMalformed<ItemBody> {
    let business = place.display_phone_number.as_deref();
    let message = message::read_history(value, customer, business, chunk)?;
    Ok(ItemBody::History(Box::new(message)))
}
