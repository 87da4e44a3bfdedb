//! The files of a carousel's cards: in the store already, and never the message's own.

use entity::card_file::{ActiveModel, Column, Entity, Model};
use entity::{ChannelId, MessageId, UploadId, upload};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::OutgoingFile;
use super::outgoing::meta_id_of;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::storage::{StorageError, UnitOfWork};

/// A card's file to hand over to Meta.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFile {
    /// By which the message's parameters name it.
    pub upload_id: UploadId,
    /// The file.
    pub file: OutgoingFile,
}

/// A card's file, as other rooms see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFileView {
    /// Whose.
    pub message_id: MessageId,
    /// Type by its own bytes.
    pub content_type: String,
    /// Size.
    pub bytes: u64,
    /// Digest, hexadecimal.
    pub sha256: String,
    /// Of an image: width and height in pixels.
    pub dimensions: Option<(u32, u32)>,
    /// Where the store keeps it.
    pub storage_key: String,
}

impl From<Model> for CardFileView {
    fn from(row: Model) -> Self {
        let pixels = |side: Option<i32>| side.and_then(|side| u32::try_from(side).ok());
        Self {
            message_id: row.message_id,
            content_type: row.content_type,
            bytes: u64::try_from(row.bytes).unwrap_or(0),
            sha256: row.sha256,
            dimensions: pixels(row.width).zip(pixels(row.height)),
            storage_key: row.storage_key,
        }
    }
}

/// Gives an upload's file to the cards of a message; once, however often it is called.
pub(crate) async fn attach_card_in(
    unit: &UnitOfWork,
    message_id: MessageId,
    upload: &upload::Model,
) -> Result<(), StorageError> {
    let file = Model {
        message_id,
        upload_id: upload.id,
        content_type: upload.content_type.clone(),
        bytes: upload.bytes,
        sha256: upload.sha256.clone(),
        storage_key: upload.storage_key.clone(),
        width: upload.width,
        height: upload.height,
    };
    let active: ActiveModel = file.into();
    Entity::insert(active)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}

impl Desk {
    /// The file of a card; none when there is no such, or the actor may not see its conversation.
    pub async fn card_file_for(
        &self,
        actor: &Actor,
        message: MessageId,
        upload: UploadId,
    ) -> Result<Option<CardFileView>, DeskError> {
        if self.visible_message(actor, message).await?.is_none() {
            return Ok(None);
        }
        let row = Entity::find_by_id((message, upload))
            .one(self.database().read())
            .await?;
        Ok(row.map(Into::into))
    }

    /// The files that the cards of a message send.
    pub async fn card_files(
        &self,
        message: MessageId,
        channel: ChannelId,
    ) -> Result<Vec<CardFile>, DeskError> {
        let rows = Entity::find()
            .filter(Column::MessageId.eq(message))
            .all(self.database().read())
            .await?;
        let mut files = Vec::with_capacity(rows.len());
        for row in rows {
            let meta_media_id = meta_id_of(self, channel, &row.sha256, &row.content_type).await?;
            files.push(CardFile {
                upload_id: row.upload_id,
                file: OutgoingFile {
                    storage_key: row.storage_key,
                    bytes: u64::try_from(row.bytes).unwrap_or(0),
                    sha256: row.sha256,
                    content_type: row.content_type,
                    meta_media_id,
                },
            });
        }
        Ok(files)
    }
}
