//! Putting files into the library, and taking them out.

use entity::library_item::{ActiveModel, Entity, Model};
use entity::upload::UploadKind;
use entity::{LibraryItemId, UploadId};
use sea_orm::EntityTrait;

use super::LibraryItemView;
use super::query::searchable;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::input;
use crate::storage::UnitOfWork;
use crate::upload::usable_in;

/// A file to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLibraryItem {
    /// The file, brought by the same person or program within the last day.
    pub upload_id: UploadId,
    /// What users call it: 1 to 100 characters on one line.
    pub name: String,
}

impl Desk {
    /// Keeps an uploaded file for everybody to send. Supervisors and administrators only, as is taking it out.
    pub async fn add_library_item(
        &self,
        actor: &Actor,
        item: NewLibraryItem,
    ) -> Result<LibraryItemView, DeskError> {
        actor.require_overseer()?;
        let name = input::name("name", &item.name)?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move { add_in(unit, &actor, item.upload_id, name).await })
            })
            .await
    }

    /// Takes an item out; messages that sent it keep their file.
    pub async fn remove_library_item(
        &self,
        actor: &Actor,
        id: LibraryItemId,
    ) -> Result<(), DeskError> {
        actor.require_overseer()?;
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let removed = Entity::delete_by_id(id).exec(unit.connection()).await?;
                    if removed.rows_affected == 0 {
                        return Err(DeskError::NotFound("library item"));
                    }
                    Ok(())
                })
            })
            .await
    }
}

async fn add_in(
    unit: &UnitOfWork,
    actor: &Actor,
    upload_id: UploadId,
    name: String,
) -> Result<LibraryItemView, DeskError> {
    let upload = usable_in(unit, actor, upload_id)
        .await?
        .ok_or_else(|| DeskError::invalid("uploadId", "is no upload of yours that can be kept"))?;
    if upload.kind == UploadKind::Voice {
        return Err(DeskError::invalid("uploadId", "voice notes are not kept"));
    }
    let row = Model {
        id: unit.id(),
        search: searchable(&name),
        name,
        kind: upload.kind,
        content_type: upload.content_type,
        file_name: upload.file_name,
        bytes: upload.bytes,
        sha256: upload.sha256,
        storage_key: upload.storage_key,
        width: upload.width,
        height: upload.height,
        added_by: actor.person_id(),
        created_at: unit.now(),
    };
    let active: ActiveModel = row.clone().into();
    Entity::insert(active)
        .exec_without_returning(unit.connection())
        .await?;
    Ok(row.into())
}
