//! Handing a message's file over to Meta, before the message that names it.
//!
//! No public link is ever given out: the file goes up from the store, streamed, and Meta's id of it is used again
//! while it lives. An upload is no message: whatever became of one whose answer was lost, it may be repeated.

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};

use desk::DeskError;
use desk::channel::ChannelAccess;
use desk::media::OutgoingFile;
use desk::outbox::Outbound;
use files::StoreError;
use whatsapp::PhoneNumberId;
use whatsapp::client::{CallError, Upload};

use super::Courier;

/// The type of Ogg that Meta takes (Cloud API reference, section 7.4).
const OGG: &str = "audio/ogg";
const OGG_OPUS: &str = "audio/ogg; codecs=opus";
/// What Meta answers to an id that it does not know any more, or to a file that it has lost.
const UNKNOWN_ID: [u32; 5] = [33, 100, 131_009, 131_052, 131_053];

/// Why a file did not reach Meta.
#[derive(Debug, thiserror::Error)]
pub(super) enum Withheld {
    /// The store failed; it may work later.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store does not have it.
    #[error("the file is no longer in the store")]
    Missing,
    /// Meta did not take it.
    #[error(transparent)]
    Call(CallError),
    /// The program stops; the file goes up when it runs again.
    #[error("the program stops")]
    Stopping,
}

/// A file that Meta has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HandedOver {
    /// Meta's id.
    pub id: String,
    /// Whether it was handed over for an earlier message.
    pub earlier: bool,
}

impl HandedOver {
    /// Whether a message was refused because Meta no longer knows the id.
    pub fn is_stale(&self, error: &CallError) -> bool {
        let CallError::Rejected { error, .. } = error else {
            return false;
        };
        self.earlier && error.code.is_some_and(|code| UNKNOWN_ID.contains(&code))
    }
}

/// Counts the transfers under way: they hold no place among those who only talk.
#[derive(Debug, Default)]
pub(super) struct Transfers(AtomicUsize);

struct UnderWay<'a>(&'a Transfers);

impl Transfers {
    pub fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    fn begin(&self) -> UnderWay<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        UnderWay(self)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Courier {
    /// The file that an entry's message sends; none for those that have none.
    pub(super) async fn file_of(
        &self,
        entry: &Outbound,
    ) -> Result<Option<OutgoingFile>, DeskError> {
        let Some(message) = &entry.message else {
            return Ok(None);
        };
        self.desk.outgoing_file(message.id, entry.channel_id).await
    }

    /// Sees to it that Meta has the file; holds on to the entry for as long as it takes.
    pub(super) async fn hand_over(
        &self,
        entry: &Outbound,
        file: &OutgoingFile,
        access: &ChannelAccess,
        number: &PhoneNumberId,
    ) -> Result<HandedOver, Withheld> {
        if let Some(id) = &file.meta_media_id {
            return Ok(HandedOver {
                id: id.clone(),
                earlier: true,
            });
        }
        let _under_way = self.transfers.begin();
        let outcome = tokio::select! {
            outcome = self.transfer(file, access, number) => outcome,
            () = self.stopping.cancelled() => Err(Withheld::Stopping),
            never = self.renew(entry) => match never {},
        };
        let name = outcome.as_ref().map_or("failed", |_| "taken");
        metrics::counter!("guiche_media_handed_over_total", "outcome" => name).increment(1);
        let id = outcome?;
        let noted = self
            .desk
            .note_meta_media(entry.channel_id, file, id.clone())
            .await;
        if let Err(error) = noted {
            // The message can go; an equal file will go up once more.
            tracing::warn!(error = %error, "Meta's id of a file could not be noted");
        }
        Ok(HandedOver { id, earlier: false })
    }

    async fn transfer(
        &self,
        file: &OutgoingFile,
        access: &ChannelAccess,
        number: &PhoneNumberId,
    ) -> Result<String, Withheld> {
        let found = self.store.read(&file.storage_key, 0..file.bytes).await?;
        let bytes = found.ok_or(Withheld::Missing)?;
        let mime_type = match file.content_type.as_str() {
            OGG => OGG_OPUS,
            other => other,
        };
        let upload = Upload::streamed(bytes, file.bytes, mime_type, &file.sha256);
        self.client
            .upload(&access.access_token, number, upload)
            .await
            .map_err(|error| {
                Withheld::Call(match error {
                    CallError::Unclear { reason } => CallError::NotSent {
                        reason: reason.to_string(),
                    },
                    certain => certain,
                })
            })
    }

    async fn renew(&self, entry: &Outbound) -> Infallible {
        loop {
            tokio::time::sleep(desk::Desk::OUTBOUND_RENEWAL).await;
            if let Err(error) = self.desk.renew_outbound(&self.node, entry.id).await {
                tracing::warn!(error = %error, "a claim on a message could not be renewed");
            }
        }
    }

    /// Forgets an id that Meta no longer knows, so that the file goes up anew.
    pub(super) async fn forget(
        &self,
        entry: &Outbound,
        file: &OutgoingFile,
        stale: &HandedOver,
    ) -> Result<OutgoingFile, DeskError> {
        self.desk
            .forget_meta_media(entry.channel_id, &stale.id)
            .await?;
        Ok(OutgoingFile {
            meta_media_id: None,
            ..file.clone()
        })
    }
}
