//! What Meta reports about a reaction later: of those it only says "sent" (Cloud API reference, section 5), or why the
//! customer does not see it.

use entity::message;
use sea_orm::EntityTrait;

use super::settle::settle_row_in;
use crate::error::DeskError;
use crate::storage::UnitOfWork;
use crate::webhook::{ReactionReport, ReportedStatus};

/// Applies a report. One about a message of another number is none of ours.
pub(crate) async fn apply_in(unit: &UnitOfWork, report: &ReactionReport) -> Result<(), DeskError> {
    let row = message::Entity::find_by_id(report.message_id)
        .one(unit.connection())
        .await?
        .filter(|row| row.channel_id == report.channel_id);
    if row.is_none() || report.status != ReportedStatus::Failed {
        return Ok(());
    }
    let failure = report.failure.clone().unwrap_or_default();
    settle_row_in(unit, report.message_id, report.reacted_at, Some(failure)).await
}
