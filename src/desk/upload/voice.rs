//! Voice notes on their way out: a recording is one of them or several, when it is too long for one.

use entity::UploadId;
use entity::upload::{ActiveModel, Entity, Model, UploadKind};
use sea_orm::EntityTrait;

use super::UploadView;
use super::limits;
use super::register::Owner;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::media::Sound;
use crate::storage::{StorageError, UnitOfWork};

/// What a voice note is by its own bytes.
const CONTENT_TYPE: &str = "audio/ogg";
/// More notes than the longest recording needs: a chain that is longer is broken.
const MOST_PARTS: usize = 16;

/// A voice note that is in the store: Ogg with mono Opus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVoiceNote {
    /// Size, in bytes.
    pub bytes: u64,
    /// Digest, hexadecimal.
    pub sha256: String,
    /// Where the store keeps it.
    pub storage_key: String,
    /// How long it lasts, and what it looks like.
    pub sound: Sound,
}

impl Desk {
    /// Notes the voice notes that were made of one recording, in order. The answer names the first, which
    /// stands for all, and how long they last together.
    pub async fn register_voice_notes(
        &self,
        actor: &Actor,
        notes: Vec<NewVoiceNote>,
    ) -> Result<UploadView, DeskError> {
        actor.require_server()?;
        let limit = limits::of(UploadKind::Voice);
        for note in &notes {
            limit
                .judge(CONTENT_TYPE, note.bytes, false)
                .map_err(|refusal| DeskError::invalid("file", refusal.to_string()))?;
        }
        let owner = Owner::of(actor);
        self.database()
            .write(move |unit| Box::pin(async move { register_in(unit, owner, notes).await }))
            .await
    }
}

async fn register_in(
    unit: &UnitOfWork,
    owner: Owner,
    notes: Vec<NewVoiceNote>,
) -> Result<UploadView, DeskError> {
    let duration_ms = notes.iter().map(|note| note.sound.duration_ms).sum();
    let mut next: Option<Model> = None;
    for note in notes.into_iter().rev() {
        let row = Model {
            id: unit.id(),
            person_id: owner.person,
            api_token_id: owner.token,
            kind: UploadKind::Voice,
            content_type: CONTENT_TYPE.to_owned(),
            file_name: None,
            bytes: i64::try_from(note.bytes).unwrap_or(i64::MAX),
            sha256: note.sha256,
            storage_key: note.storage_key,
            width: None,
            height: None,
            duration_ms: note.sound.duration_column(),
            waveform: Some(note.sound.waveform_column()),
            next_part_id: next.map(|row| row.id),
            created_at: unit.now(),
        };
        let active: ActiveModel = row.clone().into();
        Entity::insert(active)
            .exec_without_returning(unit.connection())
            .await?;
        next = Some(row);
    }
    let first = next.ok_or_else(|| DeskError::invalid("file", "holds no sound"))?;
    Ok(UploadView {
        duration_ms: Some(duration_ms),
        ..first.into()
    })
}

/// The notes that follow `first`, itself included, in order.
pub(crate) async fn parts_in(unit: &UnitOfWork, first: Model) -> Result<Vec<Model>, StorageError> {
    let mut next: Option<UploadId> = first.next_part_id;
    let mut parts = vec![first];
    while let Some(id) = next.filter(|_| parts.len() < MOST_PARTS) {
        let part = Entity::find_by_id(id).one(unit.connection()).await?;
        next = part.as_ref().and_then(|part| part.next_part_id);
        parts.extend(part);
    }
    Ok(parts)
}
