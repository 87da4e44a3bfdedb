//! Recordings: made into voice notes while their author still looks, so that what cannot be one is refused at
//! once, and what was uploaded is what the customer hears.

use axum::body::BodyDataStream;
use desk::access::Actor;
use desk::media::Sound;
use desk::upload::limits::Limit;
use desk::upload::{NewVoiceNote, UploadView};
use futures_util::StreamExt;
use voice::{Note, VoiceError};

use super::{Counter, LONGEST_SILENCE, Refusal, too_large};

impl Counter {
    /// Takes a recording in. It is held in memory, since nothing but the notes made of it is kept.
    pub(super) async fn take_recording(
        &self,
        actor: &Actor,
        body: &mut BodyDataStream,
        limit: &Limit,
    ) -> Result<UploadView, Refusal> {
        let place = self.recordings.acquire().await;
        let _place = place.map_err(|_| Refusal::Stopping)?;
        let recording = read(body, limit).await?;
        let mut notes = Vec::new();
        for note in self.prepare(recording).await? {
            notes.push(self.keep_note(note).await?);
        }
        Ok(self.desk.register_voice_notes(actor, notes).await?)
    }

    async fn prepare(&self, recording: Vec<u8>) -> Result<Vec<Note>, Refusal> {
        let turn = self.encoders.acquire().await;
        let _turn = turn.map_err(|_| Refusal::Stopping)?;
        let prepared = tokio::task::spawn_blocking(move || voice::prepare(&recording)).await;
        Ok(prepared.map_err(|_| Refusal::Stopping)??)
    }

    async fn keep_note(&self, note: Note) -> Result<NewVoiceNote, Refusal> {
        let mut arrival = self.store.begin();
        if let Err(error) = arrival.take(&note.ogg).await {
            arrival.forget().await;
            return Err(error.into());
        }
        let arrived = arrival.end();
        Ok(NewVoiceNote {
            bytes: arrived.bytes,
            sha256: hex::encode(arrived.digest),
            sound: Sound {
                duration_ms: u32::try_from(note.duration.as_millis()).unwrap_or(u32::MAX),
                waveform: note.waveform.to_vec(),
            },
            storage_key: arrived.keep(self.desk.now().0).await?,
        })
    }
}

async fn read(body: &mut BodyDataStream, limit: &Limit) -> Result<Vec<u8>, Refusal> {
    let mut recording = Vec::new();
    loop {
        let next = tokio::time::timeout(LONGEST_SILENCE, body.next()).await;
        let Some(chunk) = next.map_err(|_| Refusal::Interrupted)? else {
            return Ok(recording);
        };
        let chunk = chunk.map_err(|_| Refusal::Interrupted)?;
        if (recording.len() + chunk.len()) as u64 > limit.largest() {
            return Err(too_large(limit));
        }
        recording.extend_from_slice(&chunk);
    }
}

/// The code by which a client tells what is wrong with a recording.
pub(super) const fn code(error: &VoiceError) -> &'static str {
    match error {
        VoiceError::TooLarge | VoiceError::TooLong => "FILE_TOO_LARGE",
        VoiceError::UnknownContainer | VoiceError::UnknownCodec(_) => "FILE_TYPE_REFUSED",
        VoiceError::Empty | VoiceError::Damaged(_) => "FILE_DAMAGED",
    }
}
