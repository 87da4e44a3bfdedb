//! Looking tickets up.

use std::collections::HashMap;

use entity::{TicketId, ticket};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::TicketView;
use crate::Desk;
use crate::error::DeskError;

impl Desk {
    /// Tickets, in one statement. The caller has already been allowed to see their conversations.
    pub async fn tickets_by_ids(
        &self,
        ids: &[TicketId],
    ) -> Result<HashMap<TicketId, TicketView>, DeskError> {
        let rows = ticket::Entity::find()
            .filter(ticket::Column::Id.is_in(ids.iter().copied()))
            .all(self.database().read())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.id, TicketView::from(row)))
            .collect())
    }
}
