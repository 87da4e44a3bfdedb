//! Noting that a message has a file.

use entity::media_file::{ActiveModel, Entity, MediaState, Model};
use entity::message::{self, Origin};
use sea_orm::EntityTrait;
use sea_orm::sea_query::OnConflict;

use crate::message::Content;
use crate::signals::Signal;
use crate::storage::{StorageError, UnitOfWork};

/// How long Meta keeps the id of a received file, in milliseconds (Cloud API reference, section 8).
const ID_LIVES: i64 = 7 * 24 * 60 * 60 * 1_000;

/// Notes the file of a message that came from Meta, if it has one; once, however often it is called.
pub(crate) async fn register_in(
    unit: &UnitOfWork,
    row: &message::Model,
    content: &Content,
) -> Result<(), StorageError> {
    let Content::Media {
        mime_type,
        meta_media_id: Some(meta_media_id),
        sha256,
        ..
    } = content
    else {
        return Ok(());
    };
    if !comes_from_meta(row.origin) {
        return Ok(());
    }
    let file = Model {
        message_id: row.id,
        channel_id: row.channel_id,
        meta_media_id: meta_media_id.clone(),
        state: MediaState::Waiting,
        declared_type: mime_type.clone(),
        expected_sha256: sha256.clone(),
        content_type: None,
        sha256: None,
        bytes: None,
        width: None,
        height: None,
        duration_ms: None,
        waveform: None,
        storage_key: None,
        attempts: 0,
        run_at: unit.now(),
        expires_at: unit.now().plus(ID_LIVES),
        owner: None,
        lease_until: None,
        reason: None,
        settled_at: None,
    };
    let active: ActiveModel = file.into();
    Entity::insert(active)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(unit.connection())
        .await?;
    unit.wake(Signal::Media);
    Ok(())
}

/// What the desk itself sends it has already.
const fn comes_from_meta(origin: Origin) -> bool {
    match origin {
        Origin::Customer | Origin::PhoneApp | Origin::History => true,
        Origin::Desk | Origin::Api | Origin::Automation => false,
    }
}
