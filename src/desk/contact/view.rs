//! A customer, as other rooms see them.

use entity::contact_address::AddressKind;
use entity::{ContactId, UnixMillis};

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactView {
    /// Which.
    pub id: ContactId,
    /// What to call them: the name an agent gave, their own, or an address; never empty.
    pub name: String,
    /// Their own name on `WhatsApp`; untrusted.
    pub profile_name: Option<String>,
    /// The name that an agent gave (L-107).
    pub edited_name: Option<String>,
    /// Their addresses, oldest first.
    pub addresses: Vec<AddressView>,
    /// When they first wrote or were written to.
    pub created_at: UnixMillis,
}

/// One identifier of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressView {
    /// What kind of identifier.
    pub kind: AddressKind,
    /// As Meta writes it.
    pub value: String,
    /// For people: `+5521…`, `@name`.
    pub display: String,
}

impl AddressView {
    /// The address with its form for people.
    pub fn new(kind: AddressKind, value: String) -> Self {
        let display = match kind {
            AddressKind::WaId => format!("+{value}"),
            AddressKind::Username => format!("@{value}"),
            AddressKind::Bsuid | AddressKind::ParentBsuid => value.clone(),
        };
        Self {
            kind,
            value,
            display,
        }
    }
}
