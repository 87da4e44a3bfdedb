//! Turning what happened into pushes.

use crate::desk::Desk;
use crate::error::DeskError;
use crate::journal::{Entry, Position};
use crate::storage::UnitOfWork;

/// What one round of planning did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Where the consumer stands now.
    pub position: Position,
    /// How many pushes were added.
    pub pushes: u64,
    /// Whether more events wait.
    pub more: bool,
}

impl Desk {
    /// Plans the pushes for up to `limit` events after `from` and moves the consumer on, in one
    /// transaction. When another node has moved it, nothing is done but telling where it stands.
    pub async fn plan_pushes(
        &self,
        consumer: &'static str,
        from: Position,
        limit: u64,
    ) -> Result<Planned, DeskError> {
        Err(DeskError::Internal(format!("{consumer} {from:?} {limit}")))
    }
}

/// Adds the pushes for `entries`; returns how many. A fixed number of statements, whatever their number.
pub async fn plan_pushes_in(_unit: &UnitOfWork, _entries: &[Entry]) -> Result<u64, DeskError> {
    Ok(0)
}
