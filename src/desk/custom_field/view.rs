//! Fields and what is known under them, as other rooms see them.

use entity::custom_field::CustomFieldKind;
use entity::{ContactId, ContactValueId, CustomFieldId, contact_value, custom_field};

/// What a company wants to know of its customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomFieldView {
    /// Which.
    pub id: CustomFieldId,
    /// What is typed between braces; never changes.
    pub key: String,
    /// What people read.
    pub name: String,
    /// What it holds.
    pub kind: CustomFieldKind,
}

impl From<custom_field::Model> for CustomFieldView {
    fn from(row: custom_field::Model) -> Self {
        Self {
            id: row.id,
            key: row.key,
            name: row.name,
            kind: row.kind,
        }
    }
}

/// What is known of a contact under a field: a text or a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactValueView {
    /// Which; another one after each change.
    pub id: ContactValueId,
    /// Of whom.
    pub contact_id: ContactId,
    /// Under which field.
    pub field: CustomFieldView,
    /// Of a field of text.
    pub text: Option<String>,
    /// Of a field that holds a picture.
    pub picture: Option<ContactPictureView>,
}

impl ContactValueView {
    pub(super) fn new(row: contact_value::Model, field: CustomFieldView) -> Self {
        Self {
            id: row.id,
            contact_id: row.contact_id,
            field,
            text: row.text.clone(),
            picture: ContactPictureView::of(row),
        }
    }
}

/// A contact's picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactPictureView {
    /// Type by its own bytes.
    pub content_type: String,
    /// Size.
    pub bytes: u64,
    /// Digest, hexadecimal.
    pub sha256: String,
    /// Where the store keeps it.
    pub storage_key: String,
    /// Width and height in pixels.
    pub dimensions: Option<(u32, u32)>,
}

impl ContactPictureView {
    pub(super) fn of(row: contact_value::Model) -> Option<Self> {
        let pixels = |side: Option<i32>| side.and_then(|side| u32::try_from(side).ok());
        Some(Self {
            content_type: row.content_type?,
            bytes: u64::try_from(row.bytes?).unwrap_or(0),
            sha256: row.sha256?,
            storage_key: row.storage_key?,
            dimensions: pixels(row.width).zip(pixels(row.height)),
        })
    }
}
