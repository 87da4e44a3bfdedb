//! Looking fields and their values up.

use std::collections::HashMap;

use entity::{ContactId, ContactValueId, CustomFieldId, contact_value, custom_field};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{ContactPictureView, ContactValueView, CustomFieldView};
use crate::Desk;
use crate::access::Actor;
use crate::contact::is_known_to;
use crate::error::DeskError;

impl Desk {
    /// All fields, by name.
    pub async fn custom_fields(&self, actor: &Actor) -> Result<Vec<CustomFieldView>, DeskError> {
        actor.require_reader()?;
        let rows = custom_field::Entity::find()
            .order_by_asc(custom_field::Column::Name)
            .order_by_asc(custom_field::Column::Id)
            .all(self.database().read())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What is known of each contact, by the name of the field, in two statements however many. The caller has
    /// already been allowed to see a conversation of each.
    pub async fn contact_values_of(
        &self,
        contacts: &[ContactId],
    ) -> Result<HashMap<ContactId, Vec<ContactValueView>>, DeskError> {
        Ok(values_in(self.database().read(), contacts).await?)
    }

    /// A contact's picture; none when there is no such, or the actor may not see any conversation with the contact.
    pub async fn contact_picture_for(
        &self,
        actor: &Actor,
        id: ContactValueId,
    ) -> Result<Option<ContactPictureView>, DeskError> {
        actor.require_reader()?;
        let connection = self.database().read();
        let Some(row) = contact_value::Entity::find_by_id(id)
            .one(connection)
            .await?
        else {
            return Ok(None);
        };
        if !is_known_to(connection, actor, row.contact_id).await? {
            return Ok(None);
        }
        Ok(ContactPictureView::of(row))
    }
}

async fn values_in<C: ConnectionTrait>(
    connection: &C,
    contacts: &[ContactId],
) -> Result<HashMap<ContactId, Vec<ContactValueView>>, DbErr> {
    let rows = contact_value::Entity::find()
        .filter(contact_value::Column::ContactId.is_in(contacts.iter().copied()))
        .all(connection)
        .await?;
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let fields = custom_field::Entity::find().all(connection).await?;
    let fields: HashMap<CustomFieldId, CustomFieldView> = fields
        .into_iter()
        .map(|field| (field.id, field.into()))
        .collect();
    let mut by_contact: HashMap<ContactId, Vec<ContactValueView>> = HashMap::new();
    for row in rows {
        // A field that was removed between the two statements.
        let Some(field) = fields.get(&row.field_id) else {
            continue;
        };
        let values = by_contact.entry(row.contact_id).or_default();
        values.push(ContactValueView::new(row, field.clone()));
    }
    for values in by_contact.values_mut() {
        values.sort_by(|one, other| {
            (&one.field.name, one.field.id).cmp(&(&other.field.name, other.field.id))
        });
    }
    Ok(by_contact)
}
