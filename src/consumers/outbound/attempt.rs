//! One attempt: wait for the limits, post, decide.

use std::time::Duration;

use desk::DeskError;
use desk::channel::ChannelAccess;
use desk::message::FailureRecord;
use desk::outbox::{Outbound, OutboundTask, Settlement, later};
use entity::UnixMillis;
use entity::channel::PauseReason;
use rand::Rng;
use whatsapp::client::{CallError, Sent};
use whatsapp::outgoing::{MarkRead, Outgoing, Typing};
use whatsapp::{PhoneNumberId, Wamid, WireError};

use super::Courier;
use super::file::{Handed, Withheld};
use super::limits::Exhausted;
use super::retry::{self, Failed, Next};
use super::translate::{self, Untranslatable};

/// What came of posting a message.
enum Posted {
    /// This is to be recorded.
    Settled(Settlement),
    /// Meta no longer knows a file: it has to go up anew, and then the message once more.
    Stale,
}

impl Posted {
    /// What is to be recorded; a file that was just handed over is never stale.
    fn settled(self) -> Settlement {
        match self {
            Self::Settled(settlement) => settlement,
            Self::Stale => given_up("Meta does not know the file that it has just taken"),
        }
    }
}

/// Milliseconds to the next place in its number's second that a message waits for outside the outbox; at any pace
/// the places are closer together.
const LONGEST_WAIT: i64 = 500;

/// Meta's word in its answer for a template message that it holds back (Cloud API reference, section 7.2).
const HELD: &str = "held_for_quality_assessment";

impl Courier {
    pub(super) async fn attempt(&self, entry: &Outbound) -> Result<Settlement, DeskError> {
        let access = self.desk.sending_access(entry.channel_id).await?;
        if access.paused.is_some() {
            return Ok(Settlement::Released { run_at: None });
        }
        let Ok(number) = PhoneNumberId::new(access.phone_number_id.as_str()) else {
            return Ok(given_up("phone number id"));
        };
        match &entry.task {
            OutboundTask::Message => self.send(entry, &access, &number).await,
            OutboundTask::React {
                message_id,
                wamid,
                emoji,
                reacted_at,
            } => {
                let reaction =
                    translate::reaction(entry, *message_id, wamid, emoji.as_deref(), *reacted_at);
                let posted = self
                    .post_as(entry, reaction, &Handed::default(), &access, &number)
                    .await?;
                Ok(posted.settled())
            }
            OutboundTask::MarkRead { wamid } => {
                self.mark_read(wamid, Typing::Hidden, &access, &number)
                    .await;
                Ok(Settlement::Done)
            }
            OutboundTask::Typing { wamid } => {
                self.mark_read(wamid, Typing::Shown, &access, &number).await;
                Ok(Settlement::Done)
            }
        }
    }

    async fn send(
        &self,
        entry: &Outbound,
        access: &ChannelAccess,
        number: &PhoneNumberId,
    ) -> Result<Settlement, DeskError> {
        let files = self.files_of(entry).await?;
        let handed = match self.hand_over(entry, &files, access, number).await {
            Ok(handed) => handed,
            Err(withheld) => return self.after_withholding(entry, withheld).await,
        };
        match self.post(entry, &handed, access, number).await? {
            Posted::Settled(settlement) => Ok(settlement),
            Posted::Stale => {
                let files = self.forget(entry, files, &handed).await?;
                match self.hand_over(entry, &files, access, number).await {
                    Ok(anew) => Ok(self.post(entry, &anew, access, number).await?.settled()),
                    Err(withheld) => self.after_withholding(entry, withheld).await,
                }
            }
        }
    }

    /// Posts the message itself.
    async fn post(
        &self,
        entry: &Outbound,
        files: &Handed,
        access: &ChannelAccess,
        number: &PhoneNumberId,
    ) -> Result<Posted, DeskError> {
        let message = translate::message(entry, files);
        self.post_as(entry, message, files, access, number).await
    }

    /// Posts what an entry has become in Meta's words.
    async fn post_as(
        &self,
        entry: &Outbound,
        message: Result<Outgoing, Untranslatable>,
        files: &Handed,
        access: &ChannelAccess,
        number: &PhoneNumberId,
    ) -> Result<Posted, DeskError> {
        let message = match message {
            Ok(message) => message,
            Err(reason) => return Ok(Posted::Settled(given_up(&reason.to_string()))),
        };
        if let Some(wait) = self.reserve(entry, access.per_second).await {
            return Ok(Posted::Settled(wait));
        }
        let outcome = self
            .client
            .send(&access.access_token, number, &message)
            .await;
        metrics::counter!("guiche_outbound_total", "outcome" => outcome_name(&outcome))
            .increment(1);
        match outcome {
            Ok(sent) => Ok(Posted::Settled(Settlement::Accepted {
                wamid: sent.wamid.as_str().to_owned(),
                wa_id: sent.wa_id.map(|id| id.as_str().to_owned()),
                bsuid: sent.bsuid.map(|id| id.as_str().to_owned()),
                held: sent.message_status.as_deref() == Some(HELD),
            })),
            Err(error) if files.is_stale(&error) => Ok(Posted::Stale),
            Err(error) => Ok(Posted::Settled(self.after_failure(entry, &error).await?)),
        }
    }

    /// The file did not reach Meta, so that the message certainly did not leave.
    async fn after_withholding(
        &self,
        entry: &Outbound,
        withheld: Withheld,
    ) -> Result<Settlement, DeskError> {
        match withheld {
            Withheld::Call(error) => self.after_failure(entry, &error).await,
            Withheld::Store(error) => {
                let error = CallError::NotSent {
                    reason: error.to_string(),
                };
                self.after_failure(entry, &error).await
            }
            Withheld::Missing => Ok(given_up(&withheld.to_string())),
            Withheld::Stopping => Ok(Settlement::Released { run_at: None }),
        }
    }

    /// Waits for the number's throughput while it is a matter of milliseconds. Longer waits are for the outbox: a
    /// program that dies there leaves nothing behind that may have been sent, and others pass a customer whose
    /// pair rate is used up.
    async fn reserve(&self, entry: &Outbound, per_second: u32) -> Option<Settlement> {
        loop {
            let now = self.desk.now();
            let taken =
                self.limits()
                    .take(now, entry.channel_id, per_second, entry.conversation_id);
            match taken {
                Ok(()) => return None,
                Err(Exhausted::Channel { until }) if until.since(now) <= LONGEST_WAIT => {
                    let wait = u64::try_from(until.since(now)).unwrap_or(0).max(1);
                    tokio::time::sleep(Duration::from_millis(wait)).await;
                }
                Err(Exhausted::Channel { until } | Exhausted::Pair { until }) => {
                    return Some(Settlement::Released {
                        run_at: Some(until),
                    });
                }
            }
        }
    }

    async fn after_failure(
        &self,
        entry: &Outbound,
        error: &CallError,
    ) -> Result<Settlement, DeskError> {
        let attempts = u32::try_from(entry.attempts).unwrap_or(0) + 1;
        let now = self.desk.now();
        let (failed, failure) = describe(error);
        let jitter = rand::rng().random::<f64>();
        tracing::warn!(
            message.id = entry.message.as_ref().map(|message| message.id.to_string()),
            channel.id = %entry.channel_id,
            code = failure.code,
            attempts,
            error = %error,
            "a message was not accepted"
        );
        Ok(
            match (failed, retry::decide(failed, attempts, now, jitter)) {
                (_, Next::Unknown) => Settlement::Unclear { failure },
                (Failed::NotSent, Next::RetryAt(at)) => Settlement::NotSent {
                    failure,
                    retry_at: Some(at),
                },
                (_, Next::RetryAt(at)) if is_repeated(entry, failure.code) => {
                    Settlement::Rejected {
                        failure,
                        retry_at: Some(at),
                    }
                }
                (_, Next::HoldPairUntil(at)) => {
                    self.limits().hold_pair(entry.conversation_id, at);
                    Settlement::Rejected {
                        failure,
                        retry_at: Some(at),
                    }
                }
                (_, Next::HoldChannel { retry_at, until }) => {
                    self.limits().hold_channel(entry.channel_id, until);
                    Settlement::Rejected {
                        failure,
                        retry_at: Some(retry_at),
                    }
                }
                (_, Next::PauseChannel) => self.pause(entry, failure, now).await?,
                (_, Next::RetryAt(_) | Next::Fail) => Settlement::Rejected {
                    failure,
                    retry_at: None,
                },
            },
        )
    }

    /// Nothing more leaves on this channel until somebody mends it; the queue stays as it is (F29).
    async fn pause(
        &self,
        entry: &Outbound,
        failure: FailureRecord,
        now: UnixMillis,
    ) -> Result<Settlement, DeskError> {
        let is_token = failure
            .code
            .and_then(failures::find)
            .is_some_and(|known| known.scope == failures::Scope::Auth);
        let reason = if is_token {
            PauseReason::TokenRejected
        } else {
            PauseReason::AccountRestricted
        };
        tracing::error!(
            channel.id = %entry.channel_id,
            code = failure.code,
            "Meta refuses everything on this channel: sending is paused until it is mended"
        );
        metrics::counter!("guiche_channels_paused_total").increment(1);
        self.desk
            .pause_channel(entry.channel_id, reason, Some(failure.clone()))
            .await?;
        Ok(Settlement::Rejected {
            failure,
            retry_at: Some(now),
        })
    }

    /// A read mark that fails is not worth a second attempt: the next one covers it (section 7.7).
    async fn mark_read(
        &self,
        wamid: &str,
        typing: Typing,
        access: &ChannelAccess,
        number: &PhoneNumberId,
    ) {
        let Ok(message_id) = Wamid::new(wamid) else {
            return;
        };
        let mark = MarkRead { message_id, typing };
        if let Err(error) = self
            .client
            .mark_read(&access.access_token, number, &mark)
            .await
        {
            tracing::debug!(error = %error, "a read mark was not taken");
        }
    }
}

/// What may be tried again after a day at the earliest is worth it for templates alone.
fn is_repeated(entry: &Outbound, code: Option<u32>) -> bool {
    let waits_for_a_day =
        code.is_some_and(|code| failures::retry_policy(code) == failures::RetryPolicy::Later);
    let kind = entry.message.as_ref().map(|message| message.content.kind());
    !waits_for_a_day || kind.is_some_and(|kind| later::applies(kind, code))
}

fn outcome_name(outcome: &Result<Sent, CallError>) -> &'static str {
    match outcome {
        Ok(_) => "accepted",
        Err(CallError::NotSent { .. }) => "not_sent",
        Err(CallError::Rejected { .. }) => "rejected",
        Err(CallError::Unclear { .. }) => "unclear",
    }
}

fn describe(error: &CallError) -> (Failed, FailureRecord) {
    match error {
        CallError::NotSent { reason } => (Failed::NotSent, own_failure(reason)),
        CallError::Rejected { error, .. } => (Failed::Rejected(error.code), record(error)),
        CallError::Unclear { reason } => (Failed::Unclear, own_failure(&reason.to_string())),
    }
}

fn record(error: &WireError) -> FailureRecord {
    FailureRecord {
        code: error.code,
        title: error.title.clone(),
        message: error.message.clone(),
        details: error.details.clone(),
        href: error.href.clone(),
        trace_id: error.fbtrace_id.clone(),
    }
}

/// A message that cannot be sent, for a reason of our own.
fn given_up(details: &str) -> Settlement {
    Settlement::Rejected {
        failure: own_failure(details),
        retry_at: None,
    }
}

/// Why we could not send, where Meta said nothing.
fn own_failure(details: &str) -> FailureRecord {
    FailureRecord {
        details: Some(details.to_owned()),
        ..FailureRecord::default()
    }
}
