//! A customer, as other rooms see them.

use entity::contact_address::AddressKind;
use entity::{ContactId, UnixMillis, contact};

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

impl ContactView {
    pub(super) fn new(row: contact::Model, addresses: Vec<AddressView>) -> Self {
        let name = [&row.edited_name, &row.profile_name]
            .into_iter()
            .flatten()
            .find(|name| !name.trim().is_empty())
            .cloned()
            .or_else(|| best_address(&addresses).map(|address| address.display.clone()))
            .unwrap_or_else(|| row.id.to_string());
        Self {
            id: row.id,
            name,
            profile_name: row.profile_name,
            edited_name: row.edited_name,
            addresses,
            created_at: row.created_at,
        }
    }
}

/// The address that says most to a person.
fn best_address(addresses: &[AddressView]) -> Option<&AddressView> {
    addresses.iter().min_by_key(|address| match address.kind {
        AddressKind::Username => 0,
        AddressKind::WaId => 1,
        AddressKind::Bsuid => 2,
        AddressKind::ParentBsuid => 3,
    })
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
