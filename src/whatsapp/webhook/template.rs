//! Templates: what Meta decides about them (Cloud API reference, section 6).

use serde_json::Value;

use crate::lenient::Fields;
use crate::webhook::item::ItemBody;

/// Which template. Prefer the id; names repeat across languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateReference {
    /// Meta's id, which arrives as a number.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// With an underscore, as sending needs it: several webhooks write `en-US` for `en_US`.
    pub language: Option<String>,
}

/// A decision about a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateStatus {
    /// The template.
    pub template: TemplateReference,
    /// `APPROVED`, `REJECTED`, `PAUSED`, `DISABLED`, … in capitals.
    pub event: String,
    /// `UTILITY`, `MARKETING` or `AUTHENTICATION`.
    pub category: Option<String>,
    /// Meta's word for the reason; absent where Meta writes `NONE`.
    pub reason: Option<String>,
    /// Meta's sentence about the reason.
    pub explanation: Option<String>,
    /// What Meta recommends to change.
    pub recommendation: Option<String>,
    /// `FIRST_PAUSE`, `UNPAUSE`, …
    pub detail: Option<String>,
}

/// A change of quality.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateQuality {
    /// The template.
    pub template: TemplateReference,
    /// `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
    pub previous: Option<String>,
    /// The same, from now on.
    pub current: Option<String>,
}

/// A change of texts; fetch the template again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateComponents {
    /// The template.
    pub template: TemplateReference,
    /// The new header.
    pub header: Option<String>,
    /// The new body.
    pub body: Option<String>,
    /// The new footer.
    pub footer: Option<String>,
}

/// A change of category, announced or done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateCategory {
    /// The template.
    pub template: TemplateReference,
    /// The category before the change that was made.
    pub previous: Option<String>,
    /// The category that holds now.
    pub current: Option<String>,
    /// The category that is going to hold; set when the change is only announced.
    pub coming: Option<String>,
}

/// Reads a template field. The keys decide before the field's name does: Meta's own sample of a
/// quality update carries the name of a status update.
pub(super) fn read(field: &str, value: &Value) -> Option<ItemBody> {
    let fields = Fields::of(value);
    if fields.get("new_quality_score").is_some() {
        return Some(ItemBody::TemplateQuality(Box::new(quality(fields))));
    }
    match field {
        "message_template_status_update" => {
            Some(ItemBody::TemplateStatus(Box::new(status(fields)?)))
        }
        "message_template_components_update" => {
            Some(ItemBody::TemplateComponents(Box::new(components(fields))))
        }
        "template_category_update" => Some(ItemBody::TemplateCategory(Box::new(category(fields)))),
        _ => None,
    }
}

fn reference(fields: Fields<'_>) -> TemplateReference {
    TemplateReference {
        id: fields.text("message_template_id"),
        name: fields.text("message_template_name"),
        language: fields
            .text("message_template_language")
            .map(|code| code.replace('-', "_")),
    }
}

fn status(fields: Fields<'_>) -> Option<TemplateStatus> {
    let rejection = fields.object("rejection_info");
    let other = fields.object("other_info");
    Some(TemplateStatus {
        template: reference(fields),
        event: fields.text("event")?.to_ascii_uppercase(),
        category: fields.text("message_template_category"),
        reason: fields.text("reason").filter(|reason| reason != "NONE"),
        explanation: rejection
            .text("reason")
            .or_else(|| other.text("description")),
        recommendation: rejection.text("recommendation"),
        detail: other.text("title"),
    })
}

fn quality(fields: Fields<'_>) -> TemplateQuality {
    TemplateQuality {
        template: reference(fields),
        previous: fields.text("previous_quality_score"),
        current: fields.text("new_quality_score"),
    }
}

fn components(fields: Fields<'_>) -> TemplateComponents {
    TemplateComponents {
        template: reference(fields),
        header: fields.text("message_template_title"),
        body: fields.text("message_template_element"),
        footer: fields.text("message_template_footer"),
    }
}

/// In an announcement `new_category` is the one that still holds.
fn category(fields: Fields<'_>) -> TemplateCategory {
    TemplateCategory {
        template: reference(fields),
        previous: fields.text("previous_category"),
        current: fields.text("new_category"),
        coming: fields.text("correct_category"),
    }
}
