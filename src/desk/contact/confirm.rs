//! What Meta's answer to a message tells about its recipient.

use entity::contact_address::{self, AddressKind};
use entity::{ContactId, contact_address::Column};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::storage::{StorageError, UnitOfWork};

/// Keeps how Meta writes the recipient's number (with or without the ninth digit), and a user id that is
/// new.
pub(crate) async fn confirm_addresses_in(
    unit: &UnitOfWork,
    contact: ContactId,
    wa_id: Option<String>,
    bsuid: Option<String>,
) -> Result<(), StorageError> {
    if wa_id.is_none() && bsuid.is_none() {
        return Ok(());
    }
    let known = contact_address::Entity::find()
        .filter(Column::ContactId.eq(contact))
        .order_by_asc(Column::LastSeenAt)
        .all(unit.connection())
        .await?;
    if let Some(wa_id) = wa_id {
        let numbers = || known.iter().filter(|row| row.kind == AddressKind::WaId);
        let written_otherwise = numbers().all(|row| row.value != wa_id);
        if let (true, Some(newest)) = (written_otherwise, numbers().next_back()) {
            rewrite_in(unit, newest, wa_id).await?;
        }
    }
    if let Some(bsuid) = bsuid
        && !known
            .iter()
            .any(|row| row.kind == AddressKind::Bsuid && row.value == bsuid)
    {
        attach_in(unit, contact, bsuid).await?;
    }
    Ok(())
}

async fn rewrite_in(
    unit: &UnitOfWork,
    row: &contact_address::Model,
    value: String,
) -> Result<(), StorageError> {
    contact_address::Entity::update_many()
        .set(contact_address::ActiveModel {
            value: Set(value),
            ..Default::default()
        })
        .filter(Column::Id.eq(row.id))
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// Unless it is somebody else's: nobody is merged silently.
async fn attach_in(
    unit: &UnitOfWork,
    contact: ContactId,
    bsuid: String,
) -> Result<(), StorageError> {
    contact_address::Entity::insert(contact_address::ActiveModel {
        id: Set(unit.id()),
        contact_id: Set(contact),
        kind: Set(AddressKind::Bsuid),
        match_key: Set(bsuid.clone()),
        value: Set(bsuid),
        created_at: Set(unit.now()),
        last_seen_at: Set(unit.now()),
    })
    .on_conflict(OnConflict::new().do_nothing().to_owned())
    .exec_without_returning(unit.connection())
    .await?;
    Ok(())
}
