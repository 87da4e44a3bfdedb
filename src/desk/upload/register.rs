//! Noting a file that is in the store, and finding it again to send it.

use entity::upload::{ActiveModel, Entity, Model, UploadKind};
use entity::{ApiTokenId, PersonId, UnixMillis, UploadId};
use sea_orm::EntityTrait;

use super::limits::{self, Unsendable};
use super::prune::SENDABLE_FOR;
use super::{UploadView, harmless};
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::storage::{StorageError, UnitOfWork};

/// A file that is in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUpload {
    /// As what it is to be sent.
    pub kind: UploadKind,
    /// Type by its own bytes.
    pub content_type: String,
    /// Whether it moves; stickers only.
    pub animated: bool,
    /// As the user's device calls it; untrusted.
    pub file_name: Option<String>,
    /// Size, in bytes.
    pub bytes: u64,
    /// Digest, hexadecimal.
    pub sha256: String,
    /// Where the store keeps it.
    pub storage_key: String,
    /// Of an image: width and height in pixels.
    pub dimensions: Option<(u32, u32)>,
    /// Of sound, in milliseconds.
    pub duration_ms: Option<u32>,
}

impl Desk {
    /// Whether the actor may bring files, before the first byte is read.
    pub fn may_upload(&self, actor: &Actor) -> Result<(), DeskError> {
        actor.require_server()
    }

    /// Notes a file that the actor has brought. It can be sent, by the same person or program, for a day.
    pub async fn register_upload(
        &self,
        actor: &Actor,
        upload: NewUpload,
    ) -> Result<UploadView, DeskError> {
        actor.require_server()?;
        limits::of(upload.kind)
            .judge(&upload.content_type, upload.bytes, upload.animated)
            .map_err(|refusal| match refusal {
                Unsendable::TooLarge { .. } => DeskError::invalid("file", refusal.to_string()),
                Unsendable::Type => DeskError::invalid("kind", refusal.to_string()),
            })?;
        let owner = Owner::of(actor);
        self.database()
            .write(move |unit| Box::pin(async move { register_in(unit, owner, upload).await }))
            .await
    }
}

/// Who brought a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) person: Option<PersonId>,
    pub(super) token: Option<ApiTokenId>,
}

impl Owner {
    pub(super) fn of(actor: &Actor) -> Self {
        Self {
            person: actor.person_id(),
            token: match actor {
                Actor::Integrator(program) => Some(program.token_id),
                _ => None,
            },
        }
    }
}

async fn register_in(
    unit: &UnitOfWork,
    owner: Owner,
    upload: NewUpload,
) -> Result<UploadView, DeskError> {
    let number = |value: u32| i32::try_from(value).ok();
    let (width, height) = upload.dimensions.unzip();
    let row = Model {
        id: unit.id(),
        person_id: owner.person,
        api_token_id: owner.token,
        kind: upload.kind,
        content_type: upload.content_type,
        file_name: upload.file_name.as_deref().and_then(harmless),
        bytes: i64::try_from(upload.bytes).unwrap_or(i64::MAX),
        sha256: upload.sha256,
        storage_key: upload.storage_key,
        width: width.and_then(number),
        height: height.and_then(number),
        duration_ms: upload.duration_ms.and_then(number),
        waveform: None,
        next_part_id: None,
        created_at: unit.now(),
    };
    let active: ActiveModel = row.clone().into();
    Entity::insert(active)
        .exec_without_returning(unit.connection())
        .await?;
    Ok(row.into())
}

/// An upload that the actor may send now; none when it is somebody else's, gone or about to go.
pub(crate) async fn usable_in(
    unit: &UnitOfWork,
    actor: &Actor,
    id: UploadId,
) -> Result<Option<Model>, StorageError> {
    let owner = Owner::of(actor);
    let oldest: UnixMillis = unit.now().plus(-SENDABLE_FOR);
    let found = Entity::find_by_id(id).one(unit.connection()).await?;
    Ok(found.filter(|row| {
        let is_theirs = *actor == Actor::System
            || (row.person_id, row.api_token_id) == (owner.person, owner.token);
        is_theirs && row.created_at >= oldest
    }))
}
