//! Where an item stands in its webhook, and what that says about it.

use std::rc::Rc;

use serde_json::value::RawValue;

use crate::identifiers::{PhoneNumberId, WabaId};
use crate::lenient::Fields;
use crate::webhook::contacts::Contacts;
use crate::webhook::identity::Identity;
use crate::webhook::item::{Item, ItemBody};
use crate::webhook::raw::{self, RawFields};

/// Where an item stands and what surrounds it.
#[derive(Clone, Default)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) waba_id: Option<WabaId>,
    pub(super) phone_number_id: Option<PhoneNumberId>,
    pub(super) display_phone_number: Option<String>,
    pub(super) field: String,
    pub(super) standby: bool,
    pub(super) contacts: Rc<Contacts>,
}

impl Place {
    pub(super) fn at(&self, step: std::fmt::Arguments<'_>) -> Self {
        Self {
            path: format!("{}.{step}", self.path),
            ..self.clone()
        }
    }

    pub(super) fn item(&self, body: ItemBody, raw: &RawValue) -> Item {
        self.item_at(self.path.clone(), body, raw)
    }

    /// An item one step further on.
    pub(super) fn inner_item(
        &self,
        step: std::fmt::Arguments<'_>,
        body: ItemBody,
        raw: &RawValue,
    ) -> Item {
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

    pub(super) fn malformed(&self, reason: &str, raw: &RawValue) -> Item {
        self.item(
            ItemBody::Malformed {
                reason: reason.to_owned(),
            },
            raw,
        )
    }

    pub(super) fn unknown(&self, reason: &str, raw: &RawValue) -> Item {
        let body = ItemBody::Unknown {
            field: self.field.clone(),
            reason: reason.to_owned(),
        };
        self.item(body, raw)
    }

    /// Adds what a value says about the number and the people in it.
    pub(super) fn described_by(mut self, fields: &RawFields<'_>) -> Self {
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
