//! Webhooks as they come, as they should not come, and as nobody would send them.

mod hostile;
mod identities;
mod kinds;
mod properties;
mod samples;

use serde_json::{Value, json};

use crate::webhook::{Content, InboundMessage, Item, ItemBody, parse};

/// The samples of every kind, as Meta documents them.
const SAMPLES: [(&str, &str); 29] = [
    ("01_text", include_str!("../../samples/01_text.json")),
    (
        "02_text_bsuid_only",
        include_str!("../../samples/02_text_bsuid_only.json"),
    ),
    (
        "03_text_reply",
        include_str!("../../samples/03_text_reply.json"),
    ),
    (
        "05_text_ctwa_referral",
        include_str!("../../samples/05_text_ctwa_referral.json"),
    ),
    ("06_image", include_str!("../../samples/06_image.json")),
    (
        "07_audio_voice_note",
        include_str!("../../samples/07_audio_voice_note.json"),
    ),
    ("08_video", include_str!("../../samples/08_video.json")),
    (
        "09_document",
        include_str!("../../samples/09_document.json"),
    ),
    ("10_sticker", include_str!("../../samples/10_sticker.json")),
    (
        "11_location",
        include_str!("../../samples/11_location.json"),
    ),
    (
        "12_contacts",
        include_str!("../../samples/12_contacts.json"),
    ),
    (
        "13_reaction",
        include_str!("../../samples/13_reaction.json"),
    ),
    (
        "14_reaction_removed",
        include_str!("../../samples/14_reaction_removed.json"),
    ),
    (
        "15_interactive_button_reply",
        include_str!("../../samples/15_interactive_button_reply.json"),
    ),
    (
        "16_interactive_list_reply",
        include_str!("../../samples/16_interactive_list_reply.json"),
    ),
    (
        "17_interactive_flow_nfm_reply",
        include_str!("../../samples/17_interactive_flow_nfm_reply.json"),
    ),
    (
        "18_template_button",
        include_str!("../../samples/18_template_button.json"),
    ),
    ("19_order", include_str!("../../samples/19_order.json")),
    (
        "20_unsupported",
        include_str!("../../samples/20_unsupported.json"),
    ),
    (
        "21_system_user_changed_number",
        include_str!("../../samples/21_system_user_changed_number.json"),
    ),
    (
        "30_status_sent",
        include_str!("../../samples/30_status_sent.json"),
    ),
    (
        "31_status_delivered",
        include_str!("../../samples/31_status_delivered.json"),
    ),
    (
        "32_status_read",
        include_str!("../../samples/32_status_read.json"),
    ),
    (
        "33_status_played",
        include_str!("../../samples/33_status_played.json"),
    ),
    (
        "34_status_failed",
        include_str!("../../samples/34_status_failed.json"),
    ),
    (
        "40_template_status_approved",
        include_str!("../../samples/40_template_status_approved.json"),
    ),
    (
        "41_template_status_rejected",
        include_str!("../../samples/41_template_status_rejected.json"),
    ),
    (
        "50_user_preferences_stop",
        include_str!("../../samples/50_user_preferences_stop.json"),
    ),
    (
        "51_smb_message_echo_text",
        include_str!("../../samples/51_smb_message_echo_text.json"),
    ),
];

const CUSTOMER: &str = "15550100199";
const CUSTOMER_BSUID: &str = "US.90000000000000000001";

fn sample(name: &str) -> Item {
    let (_, text) = SAMPLES
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a sample");
    let mut items = parse(text.as_bytes()).expect("a webhook").items;
    assert_eq!(items.len(), 1, "{name}");
    items.remove(0)
}

fn message_of(item: Item) -> InboundMessage {
    match item.body {
        ItemBody::Message(message) => *message,
        other => panic!("no message: {other:?}"),
    }
}

/// A webhook of one change.
fn change(field: &str, value: &Value) -> Value {
    json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": "100200300400500", "changes": [{ "field": field, "value": value }] }],
    })
}

/// The value of the field `messages` with the given arrays beside its metadata.
fn value_with(arrays: Value) -> Value {
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "15550100001", "phone_number_id": "200300400500600" },
    });
    let (Value::Object(value_fields), Value::Object(arrays)) = (&mut value, arrays) else {
        panic!("arrays come as an object");
    };
    value_fields.extend(arrays);
    value
}

/// A text message with other fields laid over it; `null` removes one.
fn text_message(overlay: Value) -> Value {
    let mut message = json!({
        "from": CUSTOMER,
        "id": "wamid.A",
        "timestamp": "1795000060",
        "type": "text",
        "text": { "body": "hello" },
    });
    let (Value::Object(fields), Value::Object(overlay)) = (&mut message, overlay) else {
        panic!("the overlay is an object");
    };
    for (name, value) in overlay {
        if value.is_null() {
            fields.remove(&name)
        } else {
            fields.insert(name, value)
        };
    }
    message
}

fn items_of(webhook: &Value) -> Vec<Item> {
    parse(webhook.to_string().as_bytes())
        .expect("a webhook")
        .items
}

fn items_with(arrays: Value) -> Vec<Item> {
    items_of(&change("messages", &value_with(arrays)))
}

fn bodies_with(arrays: Value) -> Vec<ItemBody> {
    items_with(arrays)
        .into_iter()
        .map(|item| item.body)
        .collect()
}

/// The message that a single element of `messages` becomes.
fn message_from(element: &Value) -> InboundMessage {
    message_of(items_with(json!({ "messages": [element] })).remove(0))
}

/// The content of a message of a type.
fn content_of(kind: &str, content: &Value) -> Content {
    message_from(&text_message(json!({ "type": kind, kind: content }))).content
}
