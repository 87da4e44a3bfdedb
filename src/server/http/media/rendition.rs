//! Sound for players that know no Ogg: the same, as WAV.
//!
//! Safari before 18.4 plays no Ogg. It asks for the first two bytes, then for the rest in ranges, and again with
//! every tap: a few renditions are kept for a while, so that this costs one decoding and not five.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::sync::Semaphore;

/// What all kept renditions may take in memory, in bytes: half an hour of speech.
const KEPT: usize = 64 * 1024 * 1024;
/// Files that are decoded at once.
const AT_ONCE: usize = 2;

/// Makes renditions.
#[derive(Clone)]
pub(super) struct Renditions {
    kept: Arc<Mutex<VecDeque<(String, Bytes)>>>,
    places: Arc<Semaphore>,
}

impl Renditions {
    pub(super) fn new() -> Self {
        Self {
            kept: Arc::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// The rendition of the file that `tag` names; `read` fetches the file itself. None when it is no sound that
    /// can be decoded.
    pub(super) async fn of<Failure>(
        &self,
        tag: &str,
        read: impl AsyncFnOnce() -> Result<Vec<u8>, Failure>,
    ) -> Result<Option<Bytes>, Failure> {
        if let Some(known) = self.known(tag) {
            return Ok(Some(known));
        }
        let Ok(_place) = self.places.acquire().await else {
            return Ok(None);
        };
        // Whoever waited for the same file finds it now.
        if let Some(known) = self.known(tag) {
            return Ok(Some(known));
        }
        let sound = read().await?;
        let made = tokio::task::spawn_blocking(move || voice::rendition(&sound)).await;
        let Ok(Ok(made)) = made else {
            return Ok(None);
        };
        let made = Bytes::from(made);
        self.keep(tag, made.clone());
        Ok(Some(made))
    }

    fn known(&self, tag: &str) -> Option<Bytes> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|(known, _)| known == tag);
        found.map(|(_, bytes)| bytes.clone())
    }

    fn keep(&self, tag: &str, made: Bytes) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((tag.to_owned(), made));
        let mut bytes: usize = kept.iter().map(|(_, bytes)| bytes.len()).sum();
        while bytes > KEPT {
            let Some((_, oldest)) = kept.pop_front() else {
                break;
            };
            bytes -= oldest.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_rendition_is_made_once_and_nothing_else_is_one() {
        let renditions = Renditions::new();
        let sound = voice::testing::recorded_by_firefox(2).expect("a recording");
        let first = renditions
            .of("a", async || Ok::<_, ()>(sound))
            .await
            .unwrap()
            .expect("sound");
        assert_eq!(first.len(), 44 + 2 * 2 * 16_000);
        let again = renditions.of("a", async || Err(())).await;
        assert_eq!(again, Ok(Some(first)));
        let other = renditions.of("b", async || Ok::<_, ()>(b"no sound".to_vec()));
        assert_eq!(other.await, Ok(None));
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let renditions = Renditions::new();
        for name in ["a", "b", "c"] {
            renditions.keep(name, Bytes::from(vec![0; KEPT / 2]));
        }
        let known = ["a", "b", "c"].map(|name| renditions.known(name).is_some());
        assert_eq!(known, [false, true, true]);
    }
}
