//! The end of a batch: what could not be applied is kept, and the webhooks count as processed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use entity::{quarantined_item, webhook};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use super::{Applied, Broken, ParsedWebhook};
use crate::error::DeskError;
use crate::message::without_nul;
use crate::storage::UnitOfWork;
use crate::webhook::Inbound;

/// How many rows one INSERT carries.
const ROWS_PER_INSERT: usize = 500;
/// How many rows one UPDATE names.
const ROWS_PER_UPDATE: usize = 5_000;

/// Keeps what was rejected or is broken, and marks the webhooks processed.
pub(super) async fn finish_in(
    unit: &UnitOfWork,
    webhooks: &[ParsedWebhook],
    broken: &[Broken],
) -> Result<Applied, DeskError> {
    let mut applied = Applied::default();
    let mut rows = Vec::new();
    let mut by_counts: BTreeMap<Counts, Vec<i64>> = BTreeMap::new();
    let mut broken = broken.iter().peekable();
    let mut first = 0;
    for webhook in webhooks {
        let before = rows.len();
        applied.items += webhook.items.len();
        rows.extend(
            webhook
                .rejects
                .iter()
                .map(|reject| row(unit, webhook.seq, &reject.path, &reject.raw, &reject.reason)),
        );
        while let Some(item) = broken.next_if(|item| item.index < first + webhook.items.len()) {
            let place = &webhook.items[item.index - first];
            rows.push(row(
                unit,
                webhook.seq,
                &place.path,
                &place.raw,
                &item.reason,
            ));
            applied.items -= 1;
        }
        rows.extend(notices(unit, webhook));
        first += webhook.items.len();
        let counts = Counts {
            items: webhook.items.len(),
            quarantined: rows.len() - before,
            complete: webhook.complete,
        };
        by_counts.entry(counts).or_default().push(webhook.seq);
    }
    applied.quarantined = rows.len();
    insert_in(unit, rows).await?;
    black_out_in(unit, webhooks).await?;
    mark_in(unit, by_counts).await?;
    Ok(applied)
}

/// What is noted about a webhook.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Counts {
    items: usize,
    quarantined: usize,
    complete: bool,
}

/// Notices stand in the quarantine's list, where administrators look; they count as replayed.
fn notices<'a>(
    unit: &'a UnitOfWork,
    webhook: &'a ParsedWebhook,
) -> impl Iterator<Item = quarantined_item::Model> + 'a {
    webhook.items.iter().filter_map(move |item| {
        let reason = match &item.inbound {
            Inbound::Notice(notice) => format!("{}: {}", notice.kind, notice.summary),
            Inbound::Template(change) => {
                format!("{}: {}", change.news.field(), change.summary)
            }
            _ => return None,
        };
        let mut kept = row(unit, webhook.seq, &item.path, &item.raw, &reason);
        kept.replayed_at = Some(unit.now());
        Some(kept)
    })
}

fn row(
    unit: &UnitOfWork,
    webhook_seq: i64,
    path: &str,
    raw: &str,
    reason: &str,
) -> quarantined_item::Model {
    quarantined_item::Model {
        id: unit.id(),
        webhook_seq,
        path: without_nul(path.to_owned()),
        reason: without_nul(reason.to_owned()),
        raw: without_nul(
            unit.redaction()
                .raw_json(raw.as_bytes())
                .unwrap_or_else(|| raw.to_owned()),
        ),
        created_at: unit.now(),
        replayed_at: None,
    }
}

/// Keeps rows, but for those that an earlier attempt at the same webhook has kept.
async fn insert_in(unit: &UnitOfWork, rows: Vec<quarantined_item::Model>) -> Result<(), DeskError> {
    if rows.is_empty() {
        return Ok(());
    }
    let seqs: BTreeSet<i64> = rows.iter().map(|row| row.webhook_seq).collect();
    let known: HashSet<(i64, String)> = quarantined_item::Entity::find()
        .select_only()
        .column(quarantined_item::Column::WebhookSeq)
        .column(quarantined_item::Column::Path)
        .filter(quarantined_item::Column::WebhookSeq.is_in(seqs))
        .into_tuple()
        .all(unit.connection())
        .await?
        .into_iter()
        .collect();
    let mut rows = rows
        .into_iter()
        .filter(|row| !known.contains(&(row.webhook_seq, row.path.clone())))
        .map(IntoActiveModel::into_active_model);
    loop {
        let chunk: Vec<quarantined_item::ActiveModel> =
            rows.by_ref().take(ROWS_PER_INSERT).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        quarantined_item::Entity::insert_many(chunk)
            .exec_without_returning(unit.connection())
            .await?;
    }
}

/// What must not be kept is blacked out in the body too, as soon as it is applied (Z-17). Few bodies hold any; the
/// others are not touched again.
async fn black_out_in(unit: &UnitOfWork, webhooks: &[ParsedWebhook]) -> Result<(), DeskError> {
    for webhook in webhooks
        .iter()
        .filter(|webhook| holds_secrets(unit, webhook))
    {
        let stored = webhook::Entity::find_by_id(webhook.seq)
            .one(unit.connection())
            .await?;
        if let Some(stored) = stored
            && let Some(body) = unit.redaction().raw_json(&stored.body)
        {
            webhook::Entity::update_many()
                .set(webhook::ActiveModel {
                    body: Set(body.into_bytes()),
                    ..Default::default()
                })
                .filter(webhook::Column::Seq.eq(webhook.seq))
                .exec(unit.connection())
                .await?;
        }
    }
    Ok(())
}

fn holds_secrets(unit: &UnitOfWork, webhook: &ParsedWebhook) -> bool {
    let redaction = unit.redaction();
    let understood = webhook.items.iter().any(|item| {
        item.inbound
            .content()
            .is_some_and(|content| redaction.json(&mut content.to_json()))
    });
    understood
        || webhook
            .rejects
            .iter()
            .any(|reject| redaction.raw_json(reject.raw.as_bytes()).is_some())
}

/// Only the last piece of a body marks it processed.
async fn mark_in(
    unit: &UnitOfWork,
    by_counts: BTreeMap<Counts, Vec<i64>>,
) -> Result<(), DeskError> {
    for (counts, seqs) in by_counts {
        for chunk in seqs.chunks(ROWS_PER_UPDATE) {
            let mut update = webhook::Entity::update_many()
                .col_expr(
                    webhook::Column::Items,
                    increased(webhook::Column::Items, counts.items),
                )
                .col_expr(
                    webhook::Column::Quarantined,
                    increased(webhook::Column::Quarantined, counts.quarantined),
                )
                .filter(webhook::Column::Seq.is_in(chunk.iter().copied()));
            if counts.complete {
                update = update.set(webhook::ActiveModel {
                    processed_at: Set(Some(unit.now())),
                    ..Default::default()
                });
            }
            update.exec(unit.connection()).await?;
        }
    }
    Ok(())
}

fn increased(column: webhook::Column, by: usize) -> Expr {
    let by = i32::try_from(by).unwrap_or(i32::MAX);
    Func::coalesce([Expr::col(column), Expr::val(0)]).add(by)
}
