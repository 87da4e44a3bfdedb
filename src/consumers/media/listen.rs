//! What a sound is: how long it lasts and what it looks like.

use desk::media::Sound;
use files::FileStore;
use tokio::sync::Semaphore;
use voice::LARGEST_RECORDING;

/// Files that are listened to at once: each keeps a processor busy, a minute of speech for some hundredths of a
/// second.
const AT_ONCE: usize = 2;

/// Listens to files.
pub(super) struct Listener {
    places: Semaphore,
}

impl Listener {
    pub fn new() -> Self {
        Self {
            places: Semaphore::const_new(AT_ONCE),
        }
    }

    /// Listens to a file in the store. None when it cannot be decoded (AMR, HE-AAC, damage): it is still there
    /// to be played or saved, only without a waveform.
    pub async fn listen(&self, store: &FileStore, key: &str, bytes: u64) -> Option<Sound> {
        if bytes > LARGEST_RECORDING as u64 {
            return None;
        }
        let _place = self.places.acquire().await.ok()?;
        let sound = match store.read_whole(key, bytes).await {
            Ok(sound) => sound,
            Err(error) => {
                tracing::warn!(error = %error, "a file that has just been stored cannot be read");
                return None;
            }
        };
        let heard = tokio::task::spawn_blocking(move || voice::describe(&sound)).await;
        match heard.ok()? {
            Ok(heard) => Some(Sound {
                duration_ms: u32::try_from(heard.duration.as_millis()).unwrap_or(u32::MAX),
                waveform: heard.waveform.to_vec(),
            }),
            Err(error) => {
                tracing::debug!(error = %error, "a sound has no waveform");
                None
            }
        }
    }
}
