//! Pieces of webhooks that could not be understood or applied.

use entity::{QuarantinedItemId, UnixMillis, quarantined_item};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Inbound;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::page::{Page, Place, page_size};
use crate::storage::UnitOfWork;

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

impl From<quarantined_item::Model> for QuarantinedItemView {
    fn from(row: quarantined_item::Model) -> Self {
        Self {
            id: row.id,
            received_at: row.created_at,
            path: row.path,
            reason: row.reason,
            raw: row.raw,
            replayed_at: row.replayed_at,
        }
    }
}

impl Desk {
    /// The quarantine, newest first; for administrators.
    pub async fn quarantined(
        &self,
        actor: &Actor,
        first: u64,
        after: Option<QuarantineCursor>,
    ) -> Result<Page<QuarantinedItemView>, DeskError> {
        actor.require_administrator()?;
        let size = page_size("first", first)?;
        // Ids sort by the time at which they were made.
        let mut select = quarantined_item::Entity::find()
            .order_by_desc(quarantined_item::Column::Id)
            .limit(size + 1);
        if let Some(place) = after {
            select = select.filter(quarantined_item::Column::Id.lt(place.id));
        }
        let mut rows = select.all(self.database().read()).await?;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let has_next = rows.len() > size;
        rows.truncate(size);
        Ok(Page {
            items: rows.into_iter().map(QuarantinedItemView::from).collect(),
            has_next,
            has_previous: after.is_some(),
        })
    }

    /// One piece, to be read again; for administrators.
    pub async fn quarantined_item(
        &self,
        actor: &Actor,
        id: QuarantinedItemId,
    ) -> Result<QuarantinedItemView, DeskError> {
        actor.require_administrator()?;
        let row = quarantined_item::Entity::find_by_id(id)
            .one(self.database().read())
            .await?
            .ok_or(DeskError::NotFound("quarantined item"))?;
        Ok(row.into())
    }

    /// Applies what a piece was read as after all, and marks it replayed; for administrators. Replaying
    /// twice changes nothing more.
    pub async fn replay_quarantined(
        &self,
        actor: &Actor,
        id: QuarantinedItemId,
        items: Vec<Inbound>,
    ) -> Result<QuarantinedItemView, DeskError> {
        self.quarantined_item(actor, id).await?;
        self.apply_items(items).await?;
        self.database()
            .write(move |unit| Box::pin(mark_replayed_in(unit, id)))
            .await?;
        self.quarantined_item(actor, id).await
    }
}

async fn mark_replayed_in(unit: &UnitOfWork, id: QuarantinedItemId) -> Result<(), DeskError> {
    quarantined_item::Entity::update_many()
        .set(quarantined_item::ActiveModel {
            replayed_at: Set(Some(unit.now())),
            ..Default::default()
        })
        .filter(quarantined_item::Column::Id.eq(id))
        .exec(unit.connection())
        .await?;
    Ok(())
}
