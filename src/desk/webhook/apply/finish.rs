//! The end of a batch: what could not be applied is kept, and the webhooks count as processed.

use std::collections::BTreeMap;

use entity::{UnixMillis, quarantined_item, webhook};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

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
    let mut by_counts: BTreeMap<(usize, usize), Vec<i64>> = BTreeMap::new();
    let mut broken = broken.iter().peekable();
    let mut first = 0;
    for webhook in webhooks {
        let before = rows.len();
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
        applied.items += webhook.items.len();
        let counts = (webhook.items.len(), rows.len() - before);
        by_counts.entry(counts).or_default().push(webhook.seq);
    }
    applied.quarantined = rows.len();
    insert_in(unit, rows).await?;
    mark_in(unit, by_counts).await?;
    Ok(applied)
}

/// Notices stand in the quarantine's list, where administrators look; they count as replayed.
fn notices<'a>(
    unit: &'a UnitOfWork,
    webhook: &'a ParsedWebhook,
) -> impl Iterator<Item = quarantined_item::ActiveModel> + 'a {
    webhook
        .items
        .iter()
        .filter_map(move |item| match &item.inbound {
            Inbound::Notice(notice) => {
                let reason = format!("{}: {}", notice.kind, notice.summary);
                let mut kept = row(unit, webhook.seq, &item.path, &item.raw, &reason);
                kept.replayed_at = Set(Some(unit.now()));
                Some(kept)
            }
            _ => None,
        })
}

fn row(
    unit: &UnitOfWork,
    seq: i64,
    path: &str,
    raw: &str,
    reason: &str,
) -> quarantined_item::ActiveModel {
    quarantined_item::ActiveModel {
        id: Set(unit.id()),
        webhook_seq: Set(seq),
        path: Set(without_nul(path.to_owned())),
        reason: Set(without_nul(reason.to_owned())),
        raw: Set(without_nul(raw.to_owned())),
        created_at: Set(unit.now()),
        replayed_at: Set(None::<UnixMillis>),
    }
}

async fn insert_in(
    unit: &UnitOfWork,
    rows: Vec<quarantined_item::ActiveModel>,
) -> Result<(), DeskError> {
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<_> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        quarantined_item::Entity::insert_many(chunk)
            .exec_without_returning(unit.connection())
            .await?;
    }
}

async fn mark_in(
    unit: &UnitOfWork,
    by_counts: BTreeMap<(usize, usize), Vec<i64>>,
) -> Result<(), DeskError> {
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    for ((items, quarantined), seqs) in by_counts {
        for chunk in seqs.chunks(ROWS_PER_UPDATE) {
            webhook::Entity::update_many()
                .set(webhook::ActiveModel {
                    processed_at: Set(Some(unit.now())),
                    items: Set(Some(count(items))),
                    quarantined: Set(Some(count(quarantined))),
                    ..Default::default()
                })
                .filter(webhook::Column::Seq.is_in(chunk.iter().copied()))
                .exec(unit.connection())
                .await?;
        }
    }
    Ok(())
}
