//! Who a customer is: every identifier that one event carries.

use std::borrow::Cow;

use serde_json::Value;

use crate::identifiers::{Bsuid, WaId};
use crate::lenient::Fields;
use crate::phone;

/// All identifiers of one person that were present, merged from the message and from its
/// contact. Any of them may be missing: a customer with a username may have no phone number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The id to send to.
    pub wa_id: Option<WaId>,
    /// The user id within this business portfolio.
    pub bsuid: Option<Bsuid>,
    /// The user id within linked portfolios.
    pub parent_bsuid: Option<Bsuid>,
    /// Without the leading `@`.
    pub username: Option<String>,
    /// Chosen by the person: may be anything.
    pub profile_name: Option<String>,
    /// The number as the message gave it, when it differs from [`Identity::wa_id`] (a ninth
    /// digit more or less).
    pub phone: Option<WaId>,
}

impl Identity {
    /// Whether nothing in it tells one person from another.
    pub fn is_anonymous(&self) -> bool {
        self.wa_id.is_none() && self.bsuid.is_none() && self.parent_bsuid.is_none()
    }

    /// Reads the identifiers from the named fields of an object.
    pub(super) fn read(fields: Fields<'_>, phone: &str, user: &str, parent: &str) -> Self {
        let mut identity = Self {
            bsuid: fields.identifier(user),
            parent_bsuid: fields.identifier(parent),
            ..Self::default()
        };
        if let Some(text) = fields.text(phone) {
            identity.take_address(&text);
        }
        identity
    }

    /// Takes what stands in a phone number's place: a number with or without `+`, or, with some
    /// senders, a user id.
    fn take_address(&mut self, text: &str) {
        if let Some(wa_id) = wa_id(text) {
            self.wa_id = Some(wa_id);
        } else if Bsuid::looks_like_one(text)
            && let Ok(bsuid) = Bsuid::new(text)
        {
            let place = if bsuid.is_parent() {
                &mut self.parent_bsuid
            } else {
                &mut self.bsuid
            };
            place.get_or_insert(bsuid);
        }
    }

    /// Adds an address where none is known yet.
    pub(super) fn or_address(mut self, text: Option<String>) -> Self {
        if self.wa_id.is_none()
            && let Some(text) = text
        {
            self.take_address(&text);
        }
        self
    }

    pub(super) fn read_contact(contact: &Value) -> Self {
        let fields = Fields::of(contact);
        let profile = fields.object("profile");
        let username = profile.text("username").or_else(|| fields.text("username"));
        Self {
            username: username.and_then(|name| bare_username(&name)),
            profile_name: profile.text("name"),
            ..Self::read(fields, "wa_id", "user_id", "parent_user_id")
        }
    }

    /// Equal for all spellings of the number.
    pub(super) fn match_key(&self) -> Option<String> {
        self.wa_id.as_ref().map(phone::match_key)
    }

    /// Adds what the contact of the same person knows.
    pub(super) fn merged_with(self, contact: &Identity) -> Self {
        let wa_id = contact.wa_id.clone().or_else(|| self.wa_id.clone());
        Self {
            phone: self.wa_id.filter(|own| Some(own) != wa_id.as_ref()),
            wa_id,
            bsuid: self.bsuid.or_else(|| contact.bsuid.clone()),
            parent_bsuid: self.parent_bsuid.or_else(|| contact.parent_bsuid.clone()),
            username: self.username.or_else(|| contact.username.clone()),
            profile_name: self.profile_name.or_else(|| contact.profile_name.clone()),
        }
    }
}

pub(super) fn wa_id(text: &str) -> Option<WaId> {
    WaId::new(text.strip_prefix('+').unwrap_or(text)).ok()
}

pub(super) fn bare_username(username: &str) -> Option<String> {
    let bare = username.strip_prefix('@').unwrap_or(username);
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// Only the digits of a number as people write it.
pub(super) fn digits(display: &str) -> Cow<'_, str> {
    if display.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(display);
    }
    Cow::Owned(display.chars().filter(char::is_ascii_digit).collect())
}
