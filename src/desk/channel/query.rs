//! Looking channels up.

use std::collections::HashMap;

use entity::{ChannelId, channel};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::ChannelView;
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// All channels, by name.
    pub async fn channels(&self, actor: &Actor) -> Result<Vec<ChannelView>, DeskError> {
        actor.require_reader()?;
        let rows = channel::Entity::find()
            .order_by_asc(channel::Column::Name)
            .order_by_asc(channel::Column::Id)
            .all(self.database().read())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Channels by id.
    pub async fn channels_by_ids(
        &self,
        ids: &[ChannelId],
    ) -> Result<HashMap<ChannelId, ChannelView>, DeskError> {
        let rows = channel::Entity::find()
            .filter(channel::Column::Id.is_in(ids.iter().copied()))
            .all(self.database().read())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
    }
}
