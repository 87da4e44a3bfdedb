//! From stored bodies to what is true.
//!
//! One node at a time understands webhooks, in order of arrival, many in one transaction. A large body is
//! applied in pieces, so that the writer is never held for long; since applying is idempotent, a crash between
//! two pieces costs nothing: the body is read again from its beginning.

use std::time::{Duration, Instant};

use desk::journal::ConsumerLease;
use desk::signals::Signal;
use desk::webhook::{ParsedWebhook, RejectedItem, StoredWebhook, WebhookItem};
use desk::{Desk, DeskError};
use tokio_util::sync::CancellationToken;

use crate::Crowd;
use crate::translate::{Setting, translate};

/// Under which name the lease is held.
const CONSUMER: &str = "intake";
/// Bodies read at once.
const BODIES: u64 = 64;
/// The lease is renewed when less than this is left, in milliseconds.
const MARGIN: i64 = 5_000;
/// Items applied in one transaction.
const ITEMS: usize = 48;
/// How long to wait when another node holds the lease, or nothing wakes us.
const IDLE: Duration = Duration::from_secs(5);
/// The pause after a failure of the database.
const AFTER_FAILURE: Duration = Duration::from_millis(500);

/// Understands what is stored, until `stop`. Calls `came_round` after each round.
pub async fn understand(
    desk: Desk,
    crowd: Crowd,
    node: String,
    came_round: impl Fn() + Send + Sync,
    stop: CancellationToken,
) {
    let mut lease = None;
    while !stop.is_cancelled() {
        match round(&desk, &crowd, &node, &mut lease).await {
            Ok(Round::Worked) => came_round(),
            Ok(Round::Idle) => {
                came_round();
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = desk.signals().wait_for(Signal::Webhooks) => {}
                    () = tokio::time::sleep(IDLE) => {}
                }
            }
            Err(error) => {
                tracing::error!(error = %error, "webhooks wait: they could not be applied");
                metrics::counter!("guiche_consumer_failures_total", "part" => CONSUMER)
                    .increment(1);
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
    }
    if let Err(error) = desk.release_lease(CONSUMER, &node).await {
        tracing::warn!(error = %error, "the intake's lease runs out by itself");
    }
}

enum Round {
    Worked,
    Idle,
}

async fn round(
    desk: &Desk,
    crowd: &Crowd,
    node: &str,
    lease: &mut Option<ConsumerLease>,
) -> Result<Round, DeskError> {
    let webhooks = desk.unprocessed_webhooks(BODIES).await?;
    if webhooks.is_empty() {
        return Ok(Round::Idle);
    }
    // A lease is a durable write: renewed only when it is about to run out.
    let runs_out = |held: &ConsumerLease| desk.now() >= held.until.plus(-MARGIN);
    if lease.as_ref().is_none_or(runs_out) {
        *lease = desk.claim_duty(CONSUMER, node).await?;
    }
    if lease.is_none() {
        return Ok(Round::Idle);
    }
    let mut pieces = Pieces::default();
    for webhook in webhooks {
        let parsed = read(desk, &webhook).await?;
        for piece in pieces.add(parsed) {
            apply(desk, crowd, piece).await?;
        }
    }
    apply(desk, crowd, pieces.rest()).await?;
    Ok(Round::Worked)
}

async fn apply(desk: &Desk, crowd: &Crowd, piece: Vec<ParsedWebhook>) -> Result<(), DeskError> {
    if piece.is_empty() {
        return Ok(());
    }
    let began = Instant::now();
    let applied = desk.apply_webhooks(piece).await?;
    let worked = began.elapsed();
    metrics::histogram!("guiche_intake_apply_seconds").record(worked);
    crowd.give_way(worked).await;
    metrics::counter!("guiche_intake_items_total").increment(applied.items as u64);
    if applied.quarantined > 0 {
        metrics::counter!("guiche_intake_quarantined_total").increment(applied.quarantined as u64);
        tracing::warn!(
            items = applied.quarantined,
            "webhook items were quarantined"
        );
    }
    Ok(())
}

/// Takes one stored body apart.
pub(crate) async fn read(desk: &Desk, webhook: &StoredWebhook) -> Result<ParsedWebhook, DeskError> {
    let mut parsed = ParsedWebhook {
        seq: webhook.seq,
        items: Vec::new(),
        rejects: Vec::new(),
        complete: true,
    };
    let body = match whatsapp::webhook::parse(&webhook.body) {
        Ok(body) => body,
        // The door refuses these; one that is here came through an older program.
        Err(reason) => {
            parsed.rejects.push(RejectedItem {
                path: String::new(),
                raw: String::from_utf8_lossy(&webhook.body).into_owned(),
                reason: reason.to_string(),
            });
            return Ok(parsed);
        }
    };
    for item in body.items {
        let channel = match &item.phone_number_id {
            Some(id) => desk.channel_by_phone_number_id(id.as_str()).await?,
            None => None,
        };
        let account = item
            .waba_id
            .as_ref()
            .map(whatsapp::WabaId::as_str)
            .filter(|id| desk.is_signed_by_account(id, &webhook.fingerprint));
        let setting = Setting {
            channel: channel.as_ref(),
            account,
            fingerprint: &webhook.fingerprint,
            arrived: webhook.received_at,
        };
        match translate(&item, &setting) {
            Ok(inbound) => {
                parsed.items.push(WebhookItem {
                    path: item.path,
                    raw: item.raw,
                    inbound,
                });
            }
            Err(reason) => {
                parsed.rejects.push(RejectedItem {
                    path: item.path,
                    raw: item.raw,
                    reason,
                });
            }
        }
    }
    Ok(parsed)
}

/// Bodies cut and joined into transactions of about [`ITEMS`] items.
#[derive(Default)]
struct Pieces {
    open: Vec<ParsedWebhook>,
    items: usize,
}

impl Pieces {
    /// Adds a body; returns the transactions that are full.
    fn add(&mut self, mut webhook: ParsedWebhook) -> Vec<Vec<ParsedWebhook>> {
        let mut full = Vec::new();
        while self.items + webhook.items.len() > ITEMS {
            let rest = webhook
                .items
                .split_off((ITEMS - self.items).min(webhook.items.len()));
            let beginning = ParsedWebhook {
                seq: webhook.seq,
                items: std::mem::replace(&mut webhook.items, rest),
                rejects: Vec::new(),
                complete: false,
            };
            if !beginning.items.is_empty() {
                self.open.push(beginning);
            }
            self.items = 0;
            full.push(std::mem::take(&mut self.open));
        }
        self.items += webhook.items.len();
        self.open.push(webhook);
        full
    }

    fn rest(self) -> Vec<ParsedWebhook> {
        self.open
    }
}
