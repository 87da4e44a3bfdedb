//! Handing a message's files over to Meta, before the message that names them.
//!
//! No public link is ever given out: the file goes up from the store, streamed, and Meta's id of it is used again
//! while it lives. An upload is no message: whatever became of one whose answer was lost, it may be repeated.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};

use desk::DeskError;
use desk::channel::ChannelAccess;
use desk::media::{CardFile, OutgoingFile};
use desk::message::Content;
use desk::outbox::Outbound;
use entity::UploadId;
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

/// The files that a message sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Files {
    own: Option<OutgoingFile>,
    cards: Vec<CardFile>,
}

/// The files of a message as Meta knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Handed {
    own: Option<HandedOver>,
    cards: BTreeMap<UploadId, HandedOver>,
}

/// A file that Meta has.
#[derive(Clone, Debug, PartialEq, Eq)]
struct HandedOver {
    /// Meta's id.
    id: String,
    /// Whether it was handed over for an earlier message.
    earlier: bool,
}

impl Handed {
    /// Meta's id of the message's own file.
    pub fn own(&self) -> Option<&str> {
        self.own.as_ref().map(|file| file.id.as_str())
    }

    /// Meta's id of the file that a template's parameters name.
    pub fn of(&self, upload: &str) -> Option<&str> {
        let card = upload.parse().ok().and_then(|id| self.cards.get(&id));
        card.or(self.own.as_ref()).map(|file| file.id.as_str())
    }

    /// Whether a message was refused because Meta no longer knows an id.
    pub fn is_stale(&self, error: &CallError) -> bool {
        let CallError::Rejected { error, .. } = error else {
            return false;
        };
        self.earlier().next().is_some() && error.code.is_some_and(|code| UNKNOWN_ID.contains(&code))
    }

    fn earlier(&self) -> impl Iterator<Item = &HandedOver> {
        let all = self.own.iter().chain(self.cards.values());
        all.filter(|file| file.earlier)
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
    /// The files that an entry's message sends.
    pub(super) async fn files_of(&self, entry: &Outbound) -> Result<Files, DeskError> {
        let Some(message) = &entry.message else {
            return Ok(Files::default());
        };
        let own = self
            .desk
            .outgoing_file(message.id, entry.channel_id)
            .await?;
        let cards = match &message.content {
            Content::Template { .. } => self.desk.card_files(message.id, entry.channel_id).await?,
            _ => Vec::new(),
        };
        Ok(Files { own, cards })
    }

    /// Sees to it that Meta has the files; holds on to the entry for as long as it takes.
    pub(super) async fn hand_over(
        &self,
        entry: &Outbound,
        files: &Files,
        access: &ChannelAccess,
        number: &PhoneNumberId,
    ) -> Result<Handed, Withheld> {
        let mut handed = Handed::default();
        if let Some(file) = &files.own {
            handed.own = Some(self.hand_over_one(entry, file, access, number).await?);
        }
        for CardFile { upload_id, file } in &files.cards {
            let one = self.hand_over_one(entry, file, access, number).await?;
            handed.cards.insert(*upload_id, one);
        }
        Ok(handed)
    }

    async fn hand_over_one(
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

    /// Forgets ids that Meta no longer knows, so that the files go up anew.
    pub(super) async fn forget(
        &self,
        entry: &Outbound,
        files: Files,
        stale: &Handed,
    ) -> Result<Files, DeskError> {
        for file in stale.earlier() {
            self.desk
                .forget_meta_media(entry.channel_id, &file.id)
                .await?;
        }
        let anew = |file| OutgoingFile {
            meta_media_id: None,
            ..file
        };
        let cards = files.cards.into_iter().map(|card| CardFile {
            file: anew(card.file),
            ..card
        });
        Ok(Files {
            own: files.own.map(anew),
            cards: cards.collect(),
        })
    }
}
