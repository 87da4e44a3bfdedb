//! The account, the number, the phone's address book: what concerns no single message.

use serde_json::Value;

use crate::identifiers::Bsuid;
use crate::lenient::Fields;
use crate::webhook::identity::{Identity, wa_id};
use crate::webhook::item::ItemBody;
use crate::webhook::message::OrMalformed;

/// Something about the account, the number or its surroundings.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountEvent {
    /// The webhook field, such as `account_update`.
    pub field: String,
    /// What happened, in Meta's word: the `event`, `decision`, `status` or alert type.
    pub event: Option<String>,
    /// The whole value, for what a reader of this field needs.
    pub details: Value,
}

/// A contact saved or removed in the WhatsApp Business app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactSync {
    /// Saved or removed.
    pub action: ContactSyncAction,
    /// Whom; the name is the one in the phone's address book.
    pub contact: Identity,
    /// The full name in the address book.
    pub full_name: Option<String>,
    /// The first name in the address book.
    pub first_name: Option<String>,
    /// Unix milliseconds; `None` if it was missing or unreadable.
    pub timestamp: Option<i64>,
}

/// What was done to a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactSyncAction {
    /// Added or edited.
    Saved,
    /// Removed.
    Removed,
    /// Something that this version does not know.
    Other(String),
}

/// A customer's user id changed. Meta announced this field and withdrew it; some accounts were
/// seen to receive it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserIdUpdate {
    /// The identifiers until now.
    pub previous: Identity,
    /// The identifiers from now on.
    pub current: Identity,
    /// Unix milliseconds; `None` if it was missing or unreadable.
    pub timestamp: Option<i64>,
}

const ACCOUNT_FIELDS: [&str; 22] = [
    "account_alerts",
    "account_review_update",
    "account_settings_update",
    "account_update",
    "automatic_events",
    "business_capability_update",
    "business_status_update",
    "business_username_update",
    "business_username_updates",
    "flows",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "messaging_handovers",
    "partner_solutions",
    "payment_configuration_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "phone_number_settings_update",
    "security",
    "tracking_events",
];

pub(super) fn read(field: &str, value: &Value) -> Option<ItemBody> {
    if !ACCOUNT_FIELDS.contains(&field) || !value.is_object() {
        return None;
    }
    let fields = Fields::of(value);
    let event = ["event", "decision", "status", "alert_type"]
        .into_iter()
        .find_map(|name| fields.text(name))
        .or_else(|| fields.object("alert_info").text("alert_type"));
    Some(ItemBody::Account(Box::new(AccountEvent {
        field: field.to_owned(),
        event,
        details: value.clone(),
    })))
}

pub(super) fn read_contact_sync(value: &Value) -> OrMalformed<ContactSync> {
    let fields = Fields::of(value);
    let contact = fields.object("contact");
    let identity = Identity::read(contact, "phone_number", "user_id", "parent_user_id");
    if identity.is_anonymous() {
        return Err("the contact has neither number nor user id".to_owned());
    }
    let action = match fields.text("action").unwrap_or_default().as_str() {
        "add" => ContactSyncAction::Saved,
        "remove" => ContactSyncAction::Removed,
        other => ContactSyncAction::Other(other.to_owned()),
    };
    Ok(ContactSync {
        action,
        contact: identity,
        full_name: contact.text("full_name"),
        first_name: contact.text("first_name"),
        timestamp: fields.object("metadata").milliseconds("timestamp"),
    })
}

pub(super) fn read_user_id_update(value: &Value) -> OrMalformed<UserIdUpdate> {
    let fields = Fields::of(value);
    let number = fields.text("wa_id").as_deref().and_then(wa_id);
    let at = |moment: &str| Identity {
        wa_id: number.clone(),
        bsuid: fields.object("user_id").identifier::<Bsuid>(moment),
        parent_bsuid: fields.object("parent_user_id").identifier(moment),
        ..Identity::default()
    };
    let (previous, current) = (at("previous"), at("current"));
    if previous.is_anonymous() || current.is_anonymous() {
        return Err("the update does not say who changed into whom".to_owned());
    }
    Ok(UserIdUpdate {
        previous,
        current,
        timestamp: fields.milliseconds("timestamp"),
    })
}
