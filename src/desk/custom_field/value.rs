//! Writing down what is known of a contact.

use entity::contact_value::{ActiveModel, Column, Entity, Model};
use entity::custom_field::{self, CustomFieldKind};
use entity::upload::{self, UploadKind};
use entity::{ContactId, CustomFieldId, UploadId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::rules;
use crate::Desk;
use crate::access::Actor;
use crate::contact::{ContactView, tell_of_contact_in, view_in};
use crate::error::DeskError;
use crate::storage::UnitOfWork;
use crate::upload::usable_in;

/// What is known now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewContactValue {
    /// Nothing any more.
    Nothing,
    /// A text: one line of at most 1,000 characters without braces; nothing when it is blank.
    Text(String),
    /// A picture, brought by the same person or program within the last day.
    Picture(UploadId),
}

/// What is known of a contact under a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactValueChange {
    /// Of whom.
    pub contact_id: ContactId,
    /// Under which field.
    pub field_id: CustomFieldId,
    /// What.
    pub value: NewContactValue,
}

impl Desk {
    /// Writes down what is known of a contact that the actor may see, in place of what was known before.
    pub async fn set_contact_value(
        &self,
        actor: &Actor,
        change: ContactValueChange,
    ) -> Result<ContactView, DeskError> {
        actor.require_server()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| Box::pin(async move { set_in(unit, &actor, &change).await }))
            .await
    }
}

async fn set_in(
    unit: &UnitOfWork,
    actor: &Actor,
    change: &ContactValueChange,
) -> Result<ContactView, DeskError> {
    tell_of_contact_in(unit, actor, change.contact_id).await?;
    let field = custom_field::Entity::find_by_id(change.field_id)
        .one(unit.connection())
        .await?
        .ok_or(DeskError::NotFound("custom field"))?;
    let row = Model {
        id: unit.id(),
        contact_id: change.contact_id,
        field_id: change.field_id,
        text: None,
        content_type: None,
        bytes: None,
        sha256: None,
        storage_key: None,
        width: None,
        height: None,
        created_at: unit.now(),
    };
    let row = match (&change.value, field.kind) {
        (NewContactValue::Nothing, _) => None,
        (NewContactValue::Text(text), CustomFieldKind::Text) => {
            rules::text(text)?.map(|text| Model {
                text: Some(text),
                ..row
            })
        }
        (NewContactValue::Picture(upload), CustomFieldKind::Picture) => {
            Some(pictured(row, picture_in(unit, actor, *upload).await?))
        }
        (NewContactValue::Text(_), CustomFieldKind::Picture) => {
            return Err(DeskError::invalid("text", "the field holds a picture"));
        }
        (NewContactValue::Picture(_), CustomFieldKind::Text) => {
            return Err(DeskError::invalid("uploadId", "the field holds a text"));
        }
    };
    Entity::delete_many()
        .filter(Column::ContactId.eq(change.contact_id))
        .filter(Column::FieldId.eq(change.field_id))
        .exec(unit.connection())
        .await?;
    if let Some(row) = row {
        let active: ActiveModel = row.into();
        Entity::insert(active)
            .exec_without_returning(unit.connection())
            .await?;
    }
    view_in(unit.connection(), change.contact_id)
        .await?
        .ok_or(DeskError::NotFound("contact"))
}

async fn picture_in(
    unit: &UnitOfWork,
    actor: &Actor,
    id: UploadId,
) -> Result<upload::Model, DeskError> {
    usable_in(unit, actor, id)
        .await?
        .filter(|upload| upload.kind == UploadKind::Image)
        .ok_or_else(|| DeskError::invalid("uploadId", "is no picture of yours that can be kept"))
}

fn pictured(row: Model, upload: upload::Model) -> Model {
    Model {
        content_type: Some(upload.content_type),
        bytes: Some(upload.bytes),
        sha256: Some(upload.sha256),
        storage_key: Some(upload.storage_key),
        width: upload.width,
        height: upload.height,
        ..row
    }
}
