//! Voice calls, as far as a desk shows them: that somebody called.

use serde_json::Value;

use crate::WireError;
use crate::lenient::Fields;
use crate::webhook::contacts::Contacts;
use crate::webhook::identity::{Identity, digits};
use crate::webhook::message::OrMalformed;

/// Something about a voice call. A call from the customer opens a service window.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Meta's id of the call.
    pub id: String,
    /// The customer, whoever called whom.
    pub customer: Identity,
    /// Whether the customer called the business; `None` if it cannot be told.
    pub from_customer: Option<bool>,
    /// `connect`, `terminate`, or a status such as `RINGING`, `ACCEPTED`, `REJECTED`.
    pub event: Option<String>,
    /// `COMPLETED` or `FAILED`, on its end.
    pub outcome: Option<String>,
    /// Unix milliseconds; `None` if it was missing or unreadable.
    pub timestamp: Option<i64>,
    /// How long it lasted, in seconds.
    pub duration: Option<u32>,
    /// Why it failed.
    pub errors: Vec<WireError>,
}

/// Reads an element of `calls`. `business` is the number that the webhook belongs to.
pub(super) fn read(
    value: &Value,
    contacts: &Contacts,
    business: Option<&str>,
) -> OrMalformed<Call> {
    let fields = Fields::of(value);
    let id = fields.text("id").ok_or("the call has no id")?;
    let from = Identity::read(fields, "from", "from_user_id", "from_parent_user_id");
    let to = Identity::read(fields, "to", "to_user_id", "to_parent_user_id");
    let from_customer = called_by_customer(fields, &from, business);
    let customer = if from_customer == Some(false) {
        to
    } else {
        from
    };
    Ok(Call {
        id,
        customer: customer.completed_from(contacts),
        from_customer,
        event: fields.text("event"),
        outcome: fields.text("status"),
        timestamp: fields.milliseconds("timestamp"),
        duration: fields.integer("duration"),
        errors: WireError::read_all(fields.get("errors")),
    })
}

/// Reads an element of `statuses` that is about a call.
pub(super) fn read_status(value: &Value, contacts: &Contacts) -> OrMalformed<Call> {
    let fields = Fields::of(value);
    Ok(Call {
        id: fields.text("id").ok_or("the call has no id")?,
        customer: Identity::read(
            fields,
            "recipient_id",
            "recipient_user_id",
            "parent_recipient_user_id",
        )
        .completed_from(contacts),
        from_customer: Some(false),
        event: fields.text("status"),
        outcome: None,
        timestamp: fields.milliseconds("timestamp"),
        duration: None,
        errors: WireError::read_all(fields.get("errors")),
    })
}

fn called_by_customer(fields: Fields<'_>, from: &Identity, business: Option<&str>) -> Option<bool> {
    match fields.text("direction").as_deref() {
        Some("USER_INITIATED") => Some(true),
        Some("BUSINESS_INITIATED") => Some(false),
        _ => {
            let business = digits(business?);
            from.wa_id.as_ref().map(|from| from.as_str() != business)
        }
    }
}
