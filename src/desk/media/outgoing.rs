//! The file of a message on its way to Meta, and the id that Meta has given it.

use entity::media_file::{Entity, MediaState};
use entity::meta_media::{self, Column};
use entity::{ChannelId, MessageId, card_file};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::Desk;
use crate::error::DeskError;
use crate::storage::{StorageError, UnitOfWork};

/// How long an id of an upload is used, in milliseconds: Meta keeps it for thirty days (Cloud API reference,
/// section 8), and a message may wait for an hour.
const ID_USED_FOR: i64 = 29 * 24 * 60 * 60 * 1_000;

/// A file to hand over to Meta.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingFile {
    /// Where the store keeps it.
    pub storage_key: String,
    /// Size, in bytes.
    pub bytes: u64,
    /// Digest, hexadecimal.
    pub sha256: String,
    /// Type by its own bytes.
    pub content_type: String,
    /// Meta's id of an earlier upload from the same number, if it is still good.
    pub meta_media_id: Option<String>,
}

/// Meta's id of an equal file from the same number, while it can still be used.
pub(super) async fn meta_id_of(
    desk: &Desk,
    channel: ChannelId,
    sha256: &str,
    content_type: &str,
) -> Result<Option<String>, DeskError> {
    let key = (channel, sha256.to_owned(), content_type.to_owned());
    let known = meta_media::Entity::find_by_id(key)
        .filter(Column::ExpiresAt.gt(desk.now()))
        .one(desk.database().read())
        .await?;
    Ok(known.map(|row| row.meta_media_id))
}

/// Meta could not use a file that it had taken (Cloud API reference, error codes).
const FILE_NOT_USED: u32 = 131_053;

/// Forgets Meta's ids of the files of a message that failed because of them: the next attempt hands them over anew.
pub(crate) async fn forget_refused_in(
    unit: &UnitOfWork,
    message: MessageId,
    channel: ChannelId,
    code: Option<u32>,
) -> Result<(), StorageError> {
    if code != Some(FILE_NOT_USED) {
        return Ok(());
    }
    let own = Entity::find_by_id(message).one(unit.connection()).await?;
    let cards = card_file::Entity::find()
        .filter(card_file::Column::MessageId.eq(message))
        .all(unit.connection())
        .await?;
    let own = own.and_then(|file| file.sha256).into_iter();
    let digests = own.chain(cards.into_iter().map(|card| card.sha256));
    meta_media::Entity::delete_many()
        .filter(Column::ChannelId.eq(channel))
        .filter(Column::Sha256.is_in(digests))
        .exec(unit.connection())
        .await?;
    Ok(())
}

impl Desk {
    /// The file that a message sends; none when it has none in the store.
    pub async fn outgoing_file(
        &self,
        message: MessageId,
        channel: ChannelId,
    ) -> Result<Option<OutgoingFile>, DeskError> {
        let connection = self.database().read();
        let row = Entity::find_by_id(message).one(connection).await?;
        let Some(row) = row.filter(|row| row.state == MediaState::Stored) else {
            return Ok(None);
        };
        let (Some(storage_key), Some(sha256), Some(content_type), Some(bytes)) =
            (row.storage_key, row.sha256, row.content_type, row.bytes)
        else {
            return Ok(None);
        };
        let meta_media_id = meta_id_of(self, channel, &sha256, &content_type).await?;
        Ok(Some(OutgoingFile {
            storage_key,
            bytes: u64::try_from(bytes).unwrap_or(0),
            sha256,
            content_type,
            meta_media_id,
        }))
    }

    /// Notes the id that Meta gave a file: it is used again for the same file from the same number.
    pub async fn note_meta_media(
        &self,
        channel: ChannelId,
        file: &OutgoingFile,
        meta_media_id: String,
    ) -> Result<(), DeskError> {
        let (sha256, content_type) = (file.sha256.clone(), file.content_type.clone());
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let row = meta_media::ActiveModel {
                        channel_id: Set(channel),
                        sha256: Set(sha256),
                        content_type: Set(content_type),
                        meta_media_id: Set(meta_media_id),
                        expires_at: Set(unit.now().plus(ID_USED_FOR)),
                    };
                    let key = [Column::ChannelId, Column::Sha256, Column::ContentType];
                    let newer = OnConflict::columns(key)
                        .update_columns([Column::MetaMediaId, Column::ExpiresAt])
                        .to_owned();
                    meta_media::Entity::insert(row)
                        .on_conflict(newer)
                        .exec_without_returning(unit.connection())
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// Forgets an id that Meta no longer takes.
    pub async fn forget_meta_media(
        &self,
        channel: ChannelId,
        meta_media_id: &str,
    ) -> Result<(), DeskError> {
        let id = meta_media_id.to_owned();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    meta_media::Entity::delete_many()
                        .filter(Column::ChannelId.eq(channel))
                        .filter(Column::MetaMediaId.eq(id))
                        .exec(unit.connection())
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}
