//! Forgetting uploads, and finding the bytes that nothing names any more.

use std::collections::HashSet;

use entity::upload::{Column, Entity, Model};
use entity::{UploadId, card_file, contact_value, library_item, media_file, meta_media};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Desk;
use crate::error::DeskError;

/// How long an upload can be sent, in milliseconds.
pub(super) const SENDABLE_FOR: i64 = 24 * 60 * 60 * 1_000;
/// How long its row stays: a little longer, so that nobody begins to send what is being removed.
const KEPT_FOR: i64 = SENDABLE_FOR + 60 * 60 * 1_000;
/// How many are forgotten at once.
const CHUNK: u64 = 200;

/// An upload that has served its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiredUpload {
    /// Which.
    pub id: UploadId,
    /// What the store may remove; none when a message, a contact or the library goes on using it.
    pub unused_key: Option<String>,
}

impl Desk {
    /// Uploads that can no longer be sent, at most a chunk. Remove what is unused from the store first, then
    /// call [`Desk::forget_uploads`]: a crash in between repeats the removal and loses nothing.
    pub async fn expired_uploads(&self) -> Result<Vec<ExpiredUpload>, DeskError> {
        let connection = self.database().read();
        let rows: Vec<Model> = Entity::find()
            .filter(Column::CreatedAt.lt(self.now().plus(-KEPT_FOR)))
            .order_by_asc(Column::CreatedAt)
            .limit(CHUNK)
            .all(connection)
            .await?;
        let going: Vec<UploadId> = rows.iter().map(|row| row.id).collect();
        let keys: Vec<String> = rows.iter().map(|row| row.storage_key.clone()).collect();
        let used = used_keys(connection, &keys, &going).await?;
        let expired = rows.into_iter().map(|row| ExpiredUpload {
            id: row.id,
            unused_key: Some(row.storage_key).filter(|key| !used.contains(key)),
        });
        Ok(expired.collect())
    }

    /// Forgets uploads that [`Desk::expired_uploads`] named, and Meta's ids that have died.
    pub async fn forget_uploads(&self, ids: Vec<UploadId>) -> Result<(), DeskError> {
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    Entity::delete_many()
                        .filter(Column::Id.is_in(ids))
                        .exec(unit.connection())
                        .await?;
                    meta_media::Entity::delete_many()
                        .filter(meta_media::Column::ExpiresAt.lt(unit.now()))
                        .exec(unit.connection())
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}

/// Which of `keys` a message, a contact, the library, or an upload that is not `going` names.
async fn used_keys<C: ConnectionTrait>(
    connection: &C,
    keys: &[String],
    going: &[UploadId],
) -> Result<HashSet<String>, DeskError> {
    let sent: Vec<Option<String>> = media_file::Entity::find()
        .select_only()
        .column(media_file::Column::StorageKey)
        .filter(media_file::Column::StorageKey.is_in(keys))
        .into_tuple()
        .all(connection)
        .await?;
    let on_cards: Vec<String> = card_file::Entity::find()
        .select_only()
        .column(card_file::Column::StorageKey)
        .filter(card_file::Column::StorageKey.is_in(keys))
        .into_tuple()
        .all(connection)
        .await?;
    let kept: Vec<String> = library_item::Entity::find()
        .select_only()
        .column(library_item::Column::StorageKey)
        .filter(library_item::Column::StorageKey.is_in(keys))
        .into_tuple()
        .all(connection)
        .await?;
    let of_contacts: Vec<Option<String>> = contact_value::Entity::find()
        .select_only()
        .column(contact_value::Column::StorageKey)
        .filter(contact_value::Column::StorageKey.is_in(keys))
        .into_tuple()
        .all(connection)
        .await?;
    let waiting: Vec<String> = Entity::find()
        .select_only()
        .column(Column::StorageKey)
        .filter(Column::StorageKey.is_in(keys))
        .filter(Column::Id.is_not_in(going.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?;
    let named = sent.into_iter().chain(of_contacts).flatten();
    Ok(named.chain(on_cards).chain(kept).chain(waiting).collect())
}
