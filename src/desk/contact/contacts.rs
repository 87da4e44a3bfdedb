//! The customers of a batch, looked up together.

use std::collections::{HashMap, HashSet};

use entity::contact_address::AddressKind;
use entity::{ContactId, contact, contact_address};
use sea_orm::sea_query::{Expr, UnionType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::CustomerIdentity;
use super::identity::Address;
use crate::storage::{StorageError, UnitOfWork};

/// The customers of a batch: looked up together, changed one by one.
#[derive(Default)]
pub(crate) struct Contacts {
    pub(super) addresses: HashMap<(AddressKind, String), contact_address::Model>,
    pub(super) usernames: HashMap<ContactId, contact_address::Model>,
    pub(super) rows: HashMap<ContactId, contact::Model>,
}

impl Contacts {
    /// Looks up everybody whom `identities` name: three statements at most.
    pub async fn prefetch_in<'a>(
        unit: &UnitOfWork,
        identities: impl Iterator<Item = &'a CustomerIdentity>,
    ) -> Result<Self, StorageError> {
        let mut wanted: HashMap<AddressKind, HashSet<String>> = HashMap::new();
        let mut with_usernames = false;
        for identity in identities {
            with_usernames |= identity.username.is_some();
            for address in identity.addresses() {
                wanted
                    .entry(address.kind)
                    .or_default()
                    .insert(address.match_key);
            }
        }
        let mut this = Self::default();
        let Some(select) = by_keys(wanted) else {
            return Ok(this);
        };
        for row in select.all(unit.connection()).await? {
            this.addresses
                .insert((row.kind, row.match_key.clone()), row);
        }
        let ids: HashSet<_> = this.addresses.values().map(|row| row.contact_id).collect();
        if ids.is_empty() {
            return Ok(this);
        }
        if with_usernames {
            let usernames = contact_address::Entity::find()
                .filter(contact_address::Column::ContactId.is_in(ids.iter().copied()))
                .filter(contact_address::Column::Kind.eq(AddressKind::Username));
            for row in usernames.all(unit.connection()).await? {
                this.usernames.insert(row.contact_id, row);
            }
        }
        let contacts = contact::Entity::find().filter(contact::Column::Id.is_in(ids));
        for row in contacts.all(unit.connection()).await? {
            this.rows.insert(row.id, row);
        }
        Ok(this)
    }

    /// Everybody who was found.
    pub fn ids(&self) -> impl Iterator<Item = ContactId> {
        self.rows.keys().copied()
    }

    /// Whether `identity` names somebody who is known.
    pub fn know(&self, identity: &CustomerIdentity) -> bool {
        self.with_owners(identity)
            .iter()
            .any(|(_, owner)| owner.is_some())
    }

    /// The identifiers of `identity`, the most stable first, with those to whom they belong.
    pub(super) fn with_owners(
        &self,
        identity: &CustomerIdentity,
    ) -> Vec<(Address, Option<ContactId>)> {
        identity
            .addresses()
            .into_iter()
            .map(|address| {
                let row = self
                    .addresses
                    .get(&(address.kind, address.match_key.clone()));
                let owner = row.map(|row| row.contact_id);
                (address, owner)
            })
            .collect()
    }
}

/// One select per kind, so that each reads the index of identities; together one statement.
fn by_keys(
    wanted: HashMap<AddressKind, HashSet<String>>,
) -> Option<Select<contact_address::Entity>> {
    let mut selects = wanted.into_iter().map(|(kind, keys)| {
        contact_address::Entity::find()
            .filter(contact_address::Column::Kind.eq(kind))
            .filter(contact_address::Column::MatchKey.is_in(keys))
            // As the index says it: SQLite takes a partial index only on its own words.
            .filter(Expr::cust("kind <> 'username'"))
    });
    let mut first = selects.next()?;
    for mut other in selects {
        let other = QueryTrait::query(&mut other).clone();
        QuerySelect::query(&mut first).union(UnionType::All, other);
    }
    Some(first)
}
