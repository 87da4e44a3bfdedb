//! Listing templates from Meta: at start, when a number is connected, on request, when a webhook says too little, and
//! every few hours, so that what the picker offers is what Meta takes (Cloud API reference, section 9).

use std::sync::Arc;
use std::time::Duration;

use desk::message::FailureRecord;
use desk::signals::Signal;
use desk::template::{DueAccount, ListedTemplate};
use desk::{Desk, DeskError};
use entity::UnixMillis;
use tokio_util::sync::CancellationToken;
use whatsapp::WabaId;
use whatsapp::client::{CallError, GraphClient};
use whatsapp::template::MessageTemplate;

use crate::lease::Lease;
use crate::{Report, supervise};

/// Under which name the lease is held.
const CONSUMER: &str = "templates";
/// How long to sleep at most when nothing wakes us: another node may have been asked.
const LONGEST_IDLE: Duration = Duration::from_secs(30);
/// How long to sleep at least, so that a list that never counts as read cannot spin.
const SHORTEST_IDLE: Duration = Duration::from_millis(200);
/// More pages than any account has: Meta allows 6,000 templates.
const MOST_PAGES: usize = 200;

/// The consumer.
pub struct Templates {
    desk: Desk,
    client: GraphClient,
    node: String,
}

impl Templates {
    /// Lists for `desk` through `client`. `node` names this process among those that work on the same database.
    pub const fn new(desk: Desk, client: GraphClient, node: String) -> Self {
        Self { desk, client, node }
    }

    /// Runs until `stop`.
    pub async fn run(self, report: Arc<dyn Report>, stop: CancellationToken) {
        let this = Arc::new(self);
        let work = Arc::new(tokio::sync::Mutex::new(Work {
            lease: Lease::new(CONSUMER, this.node.clone()),
            started: false,
        }));
        supervise(CONSUMER, report, stop.clone(), || {
            let (this, work, stop) = (this.clone(), work.clone(), stop.clone());
            async move { this.round(&mut *work.lock().await, &stop).await }
        })
        .await;
        work.lock().await.lease.release(&this.desk).await;
    }

    async fn round(&self, work: &mut Work, stop: &CancellationToken) -> Result<(), DeskError> {
        if !work.lease.is_held(&self.desk).await? {
            self.idle(stop, LONGEST_IDLE).await;
            return Ok(());
        }
        if !work.started {
            self.desk
                .sync_templates(&desk::access::Actor::System)
                .await?;
            work.started = true;
        }
        let (due, next) = self.desk.accounts_with_due_templates().await?;
        for account in &due {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                listed = self.list(account) => listed?,
            }
        }
        if due.is_empty() {
            self.idle(stop, until(next, self.desk.now())).await;
        }
        Ok(())
    }

    async fn idle(&self, stop: &CancellationToken, time: Duration) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.desk.signals().wait_for(Signal::Templates) => {}
            () = tokio::time::sleep(time) => {}
        }
    }

    async fn list(&self, account: &DueAccount) -> Result<(), DeskError> {
        match self.read(account).await? {
            Ok(templates) => {
                tracing::info!(count = templates.len(), "templates were listed");
                self.desk.store_templates(&account.waba_id, templates).await
            }
            Err(failure) => {
                tracing::warn!(
                    channel.id = %account.channel_id,
                    code = failure.code,
                    "templates could not be listed and will be tried again"
                );
                self.desk
                    .note_failed_templates(&account.waba_id, failure)
                    .await
            }
        }
    }

    /// All pages, or why not: half a list would remove the other half.
    async fn read(
        &self,
        account: &DueAccount,
    ) -> Result<Result<Vec<ListedTemplate>, FailureRecord>, DeskError> {
        let access = self.desk.sending_access(account.channel_id).await?;
        let Ok(waba_id) = WabaId::new(account.waba_id.as_str()) else {
            return Ok(Err(own_failure("the account's id is none")));
        };
        let (mut templates, mut after) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let page = self
                .client
                .message_templates(&access.access_token, &waba_id, after.as_deref())
                .await;
            let page = match page {
                Ok(page) => page,
                Err(error) => return Ok(Err(failure(&error))),
            };
            templates.extend(page.templates.into_iter().map(listed));
            after = page.after;
            if after.is_none() {
                return Ok(Ok(templates));
            }
        }
        Ok(Err(own_failure("the list has no end")))
    }
}

/// What goes on from round to round.
struct Work {
    lease: Lease,
    /// Whether everything was asked for since the program started.
    started: bool,
}

fn until(next: Option<UnixMillis>, now: UnixMillis) -> Duration {
    let wait = next.map_or(LONGEST_IDLE, |at| {
        Duration::from_millis(u64::try_from(at.since(now)).unwrap_or(0))
    });
    wait.clamp(SHORTEST_IDLE, LONGEST_IDLE)
}

fn listed(template: MessageTemplate) -> ListedTemplate {
    ListedTemplate {
        meta_id: template.id,
        name: template.name,
        language: template.language,
        category: template.category,
        coming_category: template.coming_category,
        status: template.status,
        reason: template.rejected_reason,
        quality: template.quality,
        definition: template.definition,
    }
}

fn failure(error: &CallError) -> FailureRecord {
    match error {
        CallError::Rejected { error, .. } => FailureRecord {
            code: error.code,
            title: error.title.clone(),
            message: error.message.clone(),
            details: error.details.clone(),
            href: error.href.clone(),
            trace_id: error.fbtrace_id.clone(),
        },
        other => own_failure(&other.to_string()),
    }
}

fn own_failure(details: &str) -> FailureRecord {
    FailureRecord {
        details: Some(details.to_owned()),
        ..FailureRecord::default()
    }
}
