//! Finding a customer by their identifiers, and keeping what is new about them.

use std::collections::{HashMap, HashSet};

use entity::contact_address::AddressKind;
use entity::{ContactId, UnixMillis, contact, contact_address};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict, UnionType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::CustomerIdentity;
use super::identity::{Address, decide};
use crate::error::DeskError;
use crate::message::without_nul;
use crate::storage::{StorageError, UnitOfWork};

/// How long an address may go unmentioned before it is noted that it was seen again, in milliseconds: a
/// write per message would buy nothing.
const SEEN_AGAIN: i64 = 24 * 60 * 60 * 1_000;

/// The customers of a batch: looked up together, changed one by one.
#[derive(Default)]
pub(crate) struct Contacts {
    addresses: HashMap<(AddressKind, String), contact_address::Model>,
    usernames: HashMap<ContactId, contact_address::Model>,
    rows: HashMap<ContactId, contact::Model>,
}

/// What a look-up found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// The customer.
    pub id: ContactId,
    /// Whether what people see of the customer changed.
    pub changed: bool,
}

impl Contacts {
    /// Gives customers the identifiers that came with statuses about their messages: they may be withheld
    /// later, when the customer takes a username. Two statements when nothing is new.
    pub async fn learn_in(
        unit: &UnitOfWork,
        seen: &[(ContactId, &CustomerIdentity)],
        at: UnixMillis,
    ) -> Result<(), DeskError> {
        let identities = seen.iter().map(|(_, identity)| *identity);
        let mut contacts = Self::prefetch_in(unit, identities).await?;
        for (id, identity) in seen {
            contacts.link_in(unit, *id, identity, at).await?;
        }
        Ok(())
    }

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

    /// The customer whom `identity` names, made if nobody is known by it.
    pub async fn resolve_in(
        &mut self,
        unit: &UnitOfWork,
        identity: &CustomerIdentity,
        at: UnixMillis,
    ) -> Result<Resolved, DeskError> {
        let addresses = self.with_owners(identity);
        if addresses.is_empty() {
            return Err(DeskError::invalid("identity", "names nobody"));
        }
        let decision = decide(&addresses);
        if !decision.conflicts.is_empty() {
            report_conflict();
        }
        let (id, made) = match decision.contact {
            Some(id) => (id, false),
            None => (self.make_in(unit, identity).await?, true),
        };
        let mut changed = made | !decision.attach.is_empty();
        for address in decision.attach {
            self.attach_in(unit, id, address, at).await?;
        }
        for (address, owner) in addresses {
            if owner == Some(id) {
                changed |= self.seen_in(unit, address, at).await?;
            }
        }
        changed |= self.rename_in(unit, id, identity).await?;
        Ok(Resolved { id, changed })
    }

    /// Gives a known customer further identifiers; those of others are left to them.
    pub async fn link_in(
        &mut self,
        unit: &UnitOfWork,
        id: ContactId,
        identity: &CustomerIdentity,
        at: UnixMillis,
    ) -> Result<(), DeskError> {
        for (address, owner) in self.with_owners(identity) {
            match owner {
                None => self.attach_in(unit, id, address, at).await?,
                Some(owner) if owner == id => {
                    self.seen_in(unit, address, at).await?;
                }
                Some(_) => report_conflict(),
            }
        }
        Ok(())
    }

    fn with_owners(&self, identity: &CustomerIdentity) -> Vec<(Address, Option<ContactId>)> {
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

    async fn make_in(
        &mut self,
        unit: &UnitOfWork,
        identity: &CustomerIdentity,
    ) -> Result<ContactId, StorageError> {
        let row = contact::Model {
            id: unit.id(),
            profile_name: identity.profile_name.clone().map(without_nul),
            edited_name: None,
            created_at: unit.now(),
            updated_at: unit.now(),
        };
        let active: contact::ActiveModel = row.clone().into();
        contact::Entity::insert(active)
            .exec_without_returning(unit.connection())
            .await?;
        let id = row.id;
        self.rows.insert(id, row);
        Ok(id)
    }

    async fn attach_in(
        &mut self,
        unit: &UnitOfWork,
        contact_id: ContactId,
        address: Address,
        at: UnixMillis,
    ) -> Result<(), DeskError> {
        let row = contact_address::Model {
            id: unit.id(),
            contact_id,
            kind: address.kind,
            match_key: without_nul(address.match_key),
            value: without_nul(address.value),
            created_at: unit.now(),
            last_seen_at: at,
        };
        let active: contact_address::ActiveModel = row.clone().into();
        let inserted = contact_address::Entity::insert(active)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(unit.connection())
            .await?;
        if inserted == 0 {
            // Another node met the same customer at this very moment: begin anew and find them.
            return Err(StorageError::Busy.into());
        }
        self.addresses
            .insert((row.kind, row.match_key.clone()), row);
        Ok(())
    }

    /// Notes that an address of theirs was seen; tells whether Meta writes it differently now.
    async fn seen_in(
        &mut self,
        unit: &UnitOfWork,
        address: Address,
        at: UnixMillis,
    ) -> Result<bool, StorageError> {
        let Some(row) = self.addresses.get_mut(&(address.kind, address.match_key)) else {
            return Ok(false);
        };
        let rewritten = row.value != address.value && at >= row.last_seen_at;
        if !rewritten && at.since(row.last_seen_at) < SEEN_AGAIN {
            return Ok(false);
        }
        row.last_seen_at = row.last_seen_at.max(at);
        if rewritten {
            row.value = address.value;
        }
        write_address_in(unit, row).await?;
        Ok(rewritten)
    }

    /// Keeps the customer's names of themselves; tells whether one changed.
    async fn rename_in(
        &mut self,
        unit: &UnitOfWork,
        id: ContactId,
        identity: &CustomerIdentity,
    ) -> Result<bool, StorageError> {
        let renamed = self.keep_profile_name_in(unit, id, identity).await?;
        Ok(self.keep_username_in(unit, id, identity).await? || renamed)
    }

    async fn keep_profile_name_in(
        &mut self,
        unit: &UnitOfWork,
        id: ContactId,
        identity: &CustomerIdentity,
    ) -> Result<bool, StorageError> {
        let Some(contact) = self.rows.get_mut(&id) else {
            return Ok(false);
        };
        let name = identity.profile_name.clone().map(without_nul);
        if name.is_none() || name == contact.profile_name {
            return Ok(false);
        }
        contact.profile_name = name;
        contact::Entity::update_many()
            .set(contact::ActiveModel {
                profile_name: Set(contact.profile_name.clone()),
                updated_at: Set(unit.now()),
                ..Default::default()
            })
            .filter(contact::Column::Id.eq(id))
            .exec(unit.connection())
            .await?;
        Ok(true)
    }

    async fn keep_username_in(
        &mut self,
        unit: &UnitOfWork,
        id: ContactId,
        identity: &CustomerIdentity,
    ) -> Result<bool, StorageError> {
        let Some(username) = identity.username.clone().map(without_nul) else {
            return Ok(false);
        };
        if let Some(row) = self.usernames.get_mut(&id) {
            if row.value == username {
                return Ok(false);
            }
            row.value.clone_from(&username);
            row.match_key = username;
            row.last_seen_at = unit.now();
            write_address_in(unit, row).await?;
            return Ok(true);
        }
        let row = contact_address::Model {
            id: unit.id(),
            contact_id: id,
            kind: AddressKind::Username,
            match_key: username.clone(),
            value: username,
            created_at: unit.now(),
            last_seen_at: unit.now(),
        };
        let active: contact_address::ActiveModel = row.clone().into();
        contact_address::Entity::insert(active)
            .exec_without_returning(unit.connection())
            .await?;
        self.usernames.insert(id, row);
        Ok(true)
    }
}

async fn write_address_in(
    unit: &UnitOfWork,
    row: &contact_address::Model,
) -> Result<(), StorageError> {
    contact_address::Entity::update_many()
        .set(contact_address::ActiveModel {
            match_key: Set(row.match_key.clone()),
            value: Set(row.value.clone()),
            last_seen_at: Set(row.last_seen_at),
            ..Default::default()
        })
        .filter(contact_address::Column::Id.eq(row.id))
        .exec(unit.connection())
        .await?;
    Ok(())
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

fn report_conflict() {
    metrics::counter!("guiche_identity_conflicts_total").increment(1);
    tracing::warn!("the identifiers of a webhook belong to different customers; none was moved");
}
