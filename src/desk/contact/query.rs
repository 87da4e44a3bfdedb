//! Looking customers up.

use std::collections::HashMap;

use entity::{ContactId, contact, contact_address};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{AddressView, ContactView};
use crate::Desk;
use crate::error::DeskError;

impl Desk {
    /// Customers with their addresses, in two statements however many. The caller has already been
    /// allowed to see a conversation of each.
    pub async fn contacts_by_ids(
        &self,
        ids: &[ContactId],
    ) -> Result<HashMap<ContactId, ContactView>, DeskError> {
        Ok(views_in(self.database().read(), ids).await?)
    }
}

/// A customer with their addresses.
pub(crate) async fn view_in<C: ConnectionTrait>(
    connection: &C,
    id: ContactId,
) -> Result<Option<ContactView>, DbErr> {
    Ok(views_in(connection, &[id]).await?.remove(&id))
}

/// Customers with their addresses.
async fn views_in<C: ConnectionTrait>(
    connection: &C,
    ids: &[ContactId],
) -> Result<HashMap<ContactId, ContactView>, DbErr> {
    let rows = contact::Entity::find()
        .filter(contact::Column::Id.is_in(ids.iter().copied()))
        .all(connection)
        .await?;
    let addresses = contact_address::Entity::find()
        .filter(contact_address::Column::ContactId.is_in(ids.iter().copied()))
        .order_by_asc(contact_address::Column::Id)
        .all(connection)
        .await?;
    let mut by_contact: HashMap<ContactId, Vec<AddressView>> = HashMap::new();
    for address in addresses {
        by_contact
            .entry(address.contact_id)
            .or_default()
            .push(AddressView::new(address.kind, address.value));
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let addresses = by_contact.remove(&row.id).unwrap_or_default();
            (row.id, ContactView::new(row, addresses))
        })
        .collect())
}
