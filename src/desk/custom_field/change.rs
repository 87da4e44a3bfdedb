//! Defining fields.

use entity::CustomFieldId;
use entity::custom_field::{ActiveModel, CustomFieldKind, Entity, Model};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait};

use super::{CustomFieldView, rules};
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::input;
use crate::journal::{Audience, Event};
use crate::storage::StorageError;

/// A field to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCustomField {
    /// What is typed between braces: one word of at most 32 lower-case letters, digits and `_`; never changed again,
    /// since stored answers hold it.
    pub key: String,
    /// What people read: 1 to 100 characters on one line.
    pub name: String,
    /// What it holds.
    pub kind: CustomFieldKind,
}

impl Desk {
    /// Makes a field. Supervisors and administrators only.
    pub async fn create_custom_field(
        &self,
        actor: &Actor,
        field: NewCustomField,
    ) -> Result<CustomFieldView, DeskError> {
        actor.require_overseer()?;
        let key = rules::key(&field.key)?;
        let name = input::name("name", &field.name)?;
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let row = Model {
                        id: unit.id(),
                        key,
                        name,
                        kind: field.kind,
                        created_at: unit.now(),
                    };
                    let active: ActiveModel = row.into();
                    let row = active.insert(unit.connection()).await.map_err(taken)?;
                    unit.append(Event::DirectoryChanged, Audience::Everyone);
                    Ok(row.into())
                })
            })
            .await
    }

    /// Gives a field another name. Supervisors and administrators only.
    pub async fn rename_custom_field(
        &self,
        actor: &Actor,
        id: CustomFieldId,
        name: &str,
    ) -> Result<CustomFieldView, DeskError> {
        actor.require_overseer()?;
        let name = input::name("name", name)?;
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let found = Entity::find_by_id(id).one(unit.connection()).await?;
                    let row = found.ok_or(DeskError::NotFound("custom field"))?;
                    let changed = ActiveModel {
                        name: Set(name),
                        ..row.into()
                    };
                    let row = changed.update(unit.connection()).await?;
                    unit.append(Event::DirectoryChanged, Audience::Everyone);
                    Ok(row.into())
                })
            })
            .await
    }

    /// Removes a field with everything that is known under it. Supervisors and administrators only.
    pub async fn delete_custom_field(
        &self,
        actor: &Actor,
        id: CustomFieldId,
    ) -> Result<(), DeskError> {
        actor.require_overseer()?;
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let removed = Entity::delete_by_id(id).exec(unit.connection()).await?;
                    if removed.rows_affected == 0 {
                        return Err(DeskError::NotFound("custom field"));
                    }
                    unit.append(Event::DirectoryChanged, Audience::Everyone);
                    Ok(())
                })
            })
            .await
    }
}

fn taken(error: DbErr) -> DeskError {
    match StorageError::from(error) {
        StorageError::Conflict(_) => DeskError::Conflict("a field has this key"),
        other => other.into(),
    }
}
