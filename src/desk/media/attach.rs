//! The file of a message that the desk itself sends: it is in the store already.

use entity::media_file::{ActiveModel, Entity, MediaState, Model};
use entity::{ChannelId, MessageId, upload};
use sea_orm::EntityTrait;
use sea_orm::sea_query::OnConflict;

use crate::storage::{StorageError, UnitOfWork};

/// Gives an upload's file to a message; once, however often it is called.
pub(crate) async fn attach_in(
    unit: &UnitOfWork,
    message_id: MessageId,
    channel_id: ChannelId,
    upload: &upload::Model,
) -> Result<(), StorageError> {
    let file = Model {
        message_id,
        channel_id,
        meta_media_id: String::new(),
        state: MediaState::Stored,
        declared_type: upload.content_type.clone(),
        expected_sha256: None,
        content_type: Some(upload.content_type.clone()),
        sha256: Some(upload.sha256.clone()),
        bytes: Some(upload.bytes),
        width: upload.width,
        height: upload.height,
        duration_ms: upload.duration_ms,
        waveform: upload.waveform.clone(),
        storage_key: Some(upload.storage_key.clone()),
        attempts: 0,
        run_at: unit.now(),
        expires_at: unit.now(),
        owner: None,
        lease_until: None,
        reason: None,
        settled_at: Some(unit.now()),
    };
    let active: ActiveModel = file.into();
    Entity::insert(active)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}
