//! The slots of a template's form.

use async_graphql::{Enum, SimpleObject};
use templates::definition::MediaKind;
use templates::{Slot, SlotKind};

/// Something to be filled in.
#[derive(Clone, Debug, SimpleObject)]
pub struct TemplateSlot {
    /// Names it in `TemplateValueInput.slot`: `header`, `header.1`, `body.1`, `body.first_name`, `button.0`,
    /// `card.1.body.1`, `code`, `offer.expires_at`.
    key: String,
    /// What it takes.
    kind: TemplateSlotKind,
    /// Whether the message cannot be sent without it.
    required: bool,
    /// What to call it: a variable's name, a button's label. Empty where the kind says it all.
    label: String,
    /// What the approved sample has there; of a file, its address.
    example: Option<String>,
    /// Which fact about the contact it seems to ask for.
    suggestion: Option<TemplateSuggestion>,
}

impl From<Slot> for TemplateSlot {
    fn from(slot: Slot) -> Self {
        Self {
            key: slot.key,
            kind: slot.kind.into(),
            required: slot.required,
            label: slot.label,
            example: slot.example,
            suggestion: slot.suggestion.map(Into::into),
        }
    }
}

/// What a slot takes: which field of `TemplateValueInput`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum TemplateSlotKind {
    /// `text`, on one line; also `currency` or `dateTime`.
    Text,
    /// `link` or `uploadId` of a picture.
    Image,
    /// `link` or `uploadId` of a video.
    Video,
    /// `link` or `uploadId` of a document, with `fileName`.
    Document,
    /// `location`.
    Location,
    /// `text`: the end of a button's address.
    UrlSuffix,
    /// `text`: the code that a button copies, at most 20 characters.
    CouponCode,
    /// `text`: the code of an authentication template, at most 15 characters.
    OneTimeCode,
    /// `text`: what comes back when a quick reply is tapped, at most 256 characters.
    Payload,
    /// `flow`: what a form begins with.
    Flow,
    /// `products` with a thumbnail: whose picture stands for the catalogue.
    Catalog,
    /// `products` with sections: what can be chosen from.
    Products,
    /// `moment`: when an offer ends.
    Moment,
}

impl From<SlotKind> for TemplateSlotKind {
    fn from(kind: SlotKind) -> Self {
        match kind {
            SlotKind::Text => Self::Text,
            SlotKind::File(MediaKind::Image) => Self::Image,
            SlotKind::File(MediaKind::Video) => Self::Video,
            SlotKind::File(MediaKind::Document) => Self::Document,
            SlotKind::Location => Self::Location,
            SlotKind::UrlSuffix => Self::UrlSuffix,
            SlotKind::CouponCode => Self::CouponCode,
            SlotKind::OneTimeCode => Self::OneTimeCode,
            SlotKind::Payload => Self::Payload,
            SlotKind::Flow => Self::Flow,
            SlotKind::Catalog => Self::Catalog,
            SlotKind::Products => Self::Products,
            SlotKind::Moment => Self::Moment,
        }
    }
}

/// A fact about the contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "templates::form::Suggestion")]
pub enum TemplateSuggestion {
    /// What the contact is called first.
    FirstName,
    /// The contact's whole name.
    Name,
    /// The contact's number.
    Phone,
}
