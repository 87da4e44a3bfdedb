//! Whether a customer wants marketing.

use serde_json::Value;

use crate::lenient::Fields;
use crate::webhook::contacts::Contacts;
use crate::webhook::identity::Identity;
use crate::webhook::message::OrMalformed;

/// A customer accepts or refuses a category of messages; a refusal binds (131050).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPreference {
    /// Who.
    pub customer: Identity,
    /// `marketing_messages`, so far.
    pub category: Option<String>,
    /// `stop`, `resume`, or one that is not documented (`signup`).
    pub value: String,
    /// Meta's sentence about it.
    pub detail: Option<String>,
    /// Unix milliseconds; `None` if it was missing or unreadable.
    pub timestamp: Option<i64>,
}

pub(super) fn read(value: &Value, contacts: &Contacts) -> OrMalformed<UserPreference> {
    let fields = Fields::of(value);
    let customer =
        Identity::read(fields, "wa_id", "user_id", "parent_user_id").completed_from(contacts);
    if customer.is_anonymous() {
        return Err("the preference names no customer".to_owned());
    }
    Ok(UserPreference {
        customer,
        category: fields.text("category"),
        value: fields.text("value").ok_or("the preference has no value")?,
        detail: fields.text("detail"),
        timestamp: fields.milliseconds("timestamp"),
    })
}
