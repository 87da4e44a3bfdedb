//! One attempt: where is it, take it in, is it what was announced, keep it.

use std::pin::pin;

use desk::Desk;
use desk::channel::ChannelAccess;
use desk::media::{MediaJob, MediaOutcome, StoredFile};
use desk::message::FailureRecord;
use entity::channel::PauseReason;
use files::{Arrival, Arrived, FileStore, sniff};
use futures_util::TryStreamExt;
use rand::Rng;
use whatsapp::PhoneNumberId;
use whatsapp::client::{CallError, Download, DownloadError, GraphClient, MediaAddress};

use super::digest::{self, Announced};
use super::failure::{self, Failure, Next};
use super::listen::Listener;

/// The largest file that Meta lets a customer send, in bytes (Cloud API reference, section 8).
pub(super) const LARGEST: u64 = 100 * 1024 * 1024;
/// How long a file of a channel that Meta refuses is left alone, in milliseconds; the desk holds it back
/// for as long as the channel is paused.
const AFTER_PAUSE: i64 = 60_000;

/// What an attempt needs.
pub(super) struct Fetcher {
    pub desk: Desk,
    pub client: GraphClient,
    pub store: FileStore,
    pub listener: Listener,
    pub node: String,
}

impl Fetcher {
    /// Fetches one file.
    pub async fn attempt(&self, job: &MediaJob) -> MediaOutcome {
        match self.fetch(job).await {
            Ok(file) => {
                metrics::counter!("guiche_media_total", "outcome" => "stored").increment(1);
                metrics::counter!("guiche_media_bytes_total").increment(file.bytes);
                MediaOutcome::Stored(file)
            }
            Err(failure) => self.after(job, failure).await,
        }
    }

    async fn fetch(&self, job: &MediaJob) -> Result<StoredFile, Failure> {
        let access = self.desk.sending_access(job.channel_id).await?;
        let (address, download) = self.begin(job, &access).await?;
        let arrived = self.take_in(download).await?;
        let announced = Announced {
            by_webhook: job.expected_sha256.as_deref().and_then(digest::parse),
            by_description: address.sha256.as_deref().and_then(digest::parse),
            size: address.file_size,
        };
        if let Some(failure) = objection(&arrived, announced) {
            arrived.forget().await;
            return Err(failure);
        }
        let content_type = sniff::content_type(&arrived.head, &job.declared_type);
        let (bytes, sha256) = (arrived.bytes, hex::encode(arrived.digest));
        let dimensions = sniff::dimensions(&arrived.head, content_type);
        let storage_key = arrived.keep(self.desk.now().0).await?;
        let sound = if content_type.starts_with("audio/") {
            self.listener.listen(&self.store, &storage_key, bytes).await
        } else {
            None
        };
        Ok(StoredFile {
            content_type: content_type.to_owned(),
            bytes,
            sha256,
            storage_key,
            dimensions,
            sound,
        })
    }

    /// Asks for the address and begins the download; asks once more when the address has just died.
    async fn begin(
        &self,
        job: &MediaJob,
        access: &ChannelAccess,
    ) -> Result<(MediaAddress, Download), Failure> {
        let number = PhoneNumberId::new(access.phone_number_id.as_str())?;
        let (token, client) = (&access.access_token, &self.client);
        let ask = || client.fetch_media_address(token, &number, &job.meta_media_id);
        let address = ask().await?;
        match client.download(token, &address.url, LARGEST).await {
            Err(DownloadError::Gone { .. }) => {
                let address = ask().await?;
                let download = client.download(token, &address.url, LARGEST).await?;
                Ok((address, download))
            }
            outcome => Ok((address, outcome?)),
        }
    }

    async fn take_in(&self, download: Download) -> Result<Arrived, Failure> {
        let mut arrival = self.store.begin();
        match copy(download, &mut arrival).await {
            Ok(()) => Ok(arrival.end()),
            Err(failure) => {
                arrival.forget().await;
                Err(failure)
            }
        }
    }

    async fn after(&self, job: &MediaJob, failure: Failure) -> MediaOutcome {
        let attempts = job.attempts.saturating_add(1);
        let now = self.desk.now();
        let next = failure::decide(&failure, attempts, now, rand::rng().random());
        metrics::counter!("guiche_media_total", "outcome" => failure::name(next)).increment(1);
        tracing::warn!(
            message.id = %job.message_id,
            channel.id = %job.channel_id,
            attempts,
            error = %failure,
            outcome = failure::name(next),
            "a file was not fetched"
        );
        let reason = failure.to_string();
        match next {
            Next::RetryAt(at) => MediaOutcome::Retry { at, reason },
            Next::Refuse => MediaOutcome::Refused { reason },
            Next::PauseChannel(why) => {
                self.pause_channel(job, why, &failure).await;
                MediaOutcome::Released {
                    run_at: now.plus(AFTER_PAUSE),
                }
            }
        }
    }

    /// Whoever finds out first that Meta refuses the channel stops it, for sending too.
    async fn pause_channel(&self, job: &MediaJob, why: PauseReason, failure: &Failure) {
        tracing::error!(
            channel.id = %job.channel_id,
            "Meta refuses this channel's token or account: it is paused until it is mended"
        );
        let record = record(failure);
        let paused = self.desk.pause_channel(job.channel_id, why, Some(record));
        if let Err(error) = paused.await {
            tracing::warn!(error = %error, "the channel could not be paused; the next attempt will");
        }
    }
}

async fn copy(download: Download, arrival: &mut Arrival) -> Result<(), Failure> {
    let mut chunks = pin!(download.into_stream());
    while let Some(chunk) = chunks.try_next().await? {
        arrival.take(&chunk).await?;
    }
    Ok(())
}

fn objection(arrived: &Arrived, announced: Announced) -> Option<Failure> {
    if arrived.bytes == 0 {
        Some(Failure::Empty)
    } else if announced.is(&arrived.digest, arrived.bytes) {
        None
    } else {
        Some(Failure::Mismatch)
    }
}

fn record(failure: &Failure) -> FailureRecord {
    match failure {
        Failure::Call(CallError::Rejected { error, .. }) if error.code.is_some() => FailureRecord {
            code: error.code,
            title: error.title.clone(),
            message: error.message.clone(),
            details: error.details.clone(),
            href: error.href.clone(),
            trace_id: error.fbtrace_id.clone(),
        },
        failure => FailureRecord {
            details: Some(failure.to_string()),
            ..FailureRecord::default()
        },
    }
}
