//! Writing down what is new about customers.

use entity::contact_address::AddressKind;
use entity::{ContactId, UnixMillis, contact, contact_address};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::identity::Address;
use super::{Contacts, CustomerIdentity};
use crate::error::DeskError;
use crate::message::without_nul;
use crate::storage::{StorageError, UnitOfWork};

/// How long an address may go unmentioned before it is noted that it was seen again, in milliseconds: a
/// write per message would buy nothing.
const SEEN_AGAIN: i64 = 24 * 60 * 60 * 1_000;

impl Contacts {
    pub(super) async fn make_in(
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

    pub(super) async fn attach_in(
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
            match_key: address.match_key,
            value: address.value,
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
    pub(super) async fn seen_in(
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
    pub(super) async fn rename_in(
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
