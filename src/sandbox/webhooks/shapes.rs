//! The `value` objects of the `messages` field, key by key as Meta's samples have them.

use serde_json::{Map, Value, json};

use crate::graph::titles;
use crate::world::{Customer, DeliveryStatus, Number, ThreadMessage};

/// `messaging_product` and `metadata`, which begin every value of the field.
pub(crate) fn envelope(number: &Number) -> Map<String, Value> {
    let mut value = Map::new();
    value.insert("messaging_product".into(), json!("whatsapp"));
    value.insert(
        "metadata".into(),
        json!({
            "display_phone_number": number.display_phone_number,
            "phone_number_id": number.phone_number_id,
        }),
    );
    value
}

/// Puts `key` into the object when there is a value: Meta omits what it does not know, it writes no null.
pub(crate) fn put<T: Into<Value>>(object: &mut Map<String, Value>, key: &str, value: Option<T>) {
    if let Some(value) = value {
        object.insert(key.to_owned(), value.into());
    }
}

/// An item of `contacts[]`; the username is shown in incoming messages and in delivered and read statuses.
pub(crate) fn contact(customer: &Customer, with_username: bool) -> Value {
    let mut profile = Map::new();
    profile.insert("name".into(), json!(customer.name));
    if with_username {
        put(&mut profile, "username", customer.username.clone());
    }
    let mut contact = Map::new();
    contact.insert("profile".into(), Value::Object(profile));
    put(&mut contact, "wa_id", customer.shown_wa_id());
    contact.insert("user_id".into(), json!(customer.bsuid));
    put(
        &mut contact,
        "parent_user_id",
        customer.parent_bsuid.clone(),
    );
    Value::Object(contact)
}

/// The keys that every incoming message begins with.
pub(crate) fn message_head(customer: &Customer, id: &str, seconds: i64) -> Map<String, Value> {
    let mut message = Map::new();
    put(&mut message, "from", customer.shown_wa_id());
    message.insert("from_user_id".into(), json!(customer.bsuid));
    put(
        &mut message,
        "from_parent_user_id",
        customer.parent_bsuid.clone(),
    );
    message.insert("id".into(), json!(id));
    message.insert("timestamp".into(), json!(seconds.to_string()));
    message
}

/// The value of one incoming message; system messages come without `contacts`.
pub(crate) fn incoming(
    number: &Number,
    customer: Option<&Customer>,
    message: Map<String, Value>,
) -> Value {
    let mut value = envelope(number);
    if let Some(customer) = customer {
        value.insert("contacts".into(), json!([contact(customer, true)]));
    }
    value.insert(
        "messages".into(),
        Value::Array(vec![Value::Object(message)]),
    );
    Value::Object(value)
}

/// One status of a business message.
pub(crate) struct Report<'a> {
    pub(crate) message: &'a ThreadMessage,
    /// Another id than the message's, for a status of a message that nobody sent.
    pub(crate) wamid: &'a str,
    pub(crate) status: DeliveryStatus,
    pub(crate) seconds: i64,
    /// Meta's code and details, with `Failed`.
    pub(crate) failure: Option<(u32, &'a str)>,
    pub(crate) with_pricing: bool,
}

/// The value of one status (section 5): `contacts` on sent, delivered, read and played, not on failed.
pub(crate) fn status(number: &Number, customer: &Customer, report: &Report<'_>) -> Value {
    let mut item = Map::new();
    item.insert("id".into(), json!(report.wamid));
    item.insert("status".into(), json!(report.status.as_str()));
    item.insert("timestamp".into(), json!(report.seconds.to_string()));
    let shown = if report.message.by_bsuid {
        customer.shown_wa_id()
    } else {
        customer.wa_id.as_deref()
    };
    put(&mut item, "recipient_id", shown);
    if report.status != DeliveryStatus::Failed || shown.is_none() {
        item.insert("recipient_user_id".into(), json!(customer.bsuid));
    }
    put(
        &mut item,
        "biz_opaque_callback_data",
        report.message.callback_data.clone(),
    );
    if report.with_pricing {
        item.insert("pricing".into(), pricing(&report.message.category));
    }
    if let Some((code, details)) = report.failure {
        item.insert("errors".into(), json!([error(code, details)]));
    }

    let mut value = envelope(number);
    if report.status != DeliveryStatus::Failed {
        let with_username = report.status != DeliveryStatus::Sent;
        value.insert("contacts".into(), json!([contact(customer, with_username)]));
    }
    value.insert("statuses".into(), json!([item]));
    Value::Object(value)
}

/// An item of `errors[]` in webhooks.
pub(crate) fn error(code: u32, details: &str) -> Value {
    let title = titles::title(code);
    json!({
        "code": code,
        "title": title,
        "message": title,
        "error_data": { "details": details },
        "href": "/documentation/business-messaging/whatsapp/support/error-codes",
    })
}

/// Since October 2026 free-form messages are charged as well (section 12).
fn pricing(category: &str) -> Value {
    json!({
        "billable": true,
        "pricing_model": "PMP",
        "type": "regular",
        "category": category,
    })
}
