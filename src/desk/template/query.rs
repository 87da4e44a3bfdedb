//! Looking templates up.

use std::collections::HashSet;

use entity::{ChannelId, TemplateId, channel, template, template_account, template_favourite};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{TemplateList, TemplateView};
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::message::FailureRecord;

impl Desk {
    /// The templates of a number's account that Meta lists, approved or not: four statements.
    pub async fn templates(
        &self,
        actor: &Actor,
        channel: ChannelId,
    ) -> Result<TemplateList, DeskError> {
        actor.require_reader()?;
        let connection = self.database().read();
        let account = channel::Entity::find_by_id(channel)
            .one(connection)
            .await?
            .ok_or(DeskError::NotFound("channel"))?
            .waba_id;
        let favourites = self.favourite_templates(actor).await?;
        let rows = template::Entity::find()
            .filter(template::Column::WabaId.eq(account.as_str()))
            .filter(template::Column::RemovedAt.is_null())
            .order_by_asc(template::Column::Name)
            .order_by_asc(template::Column::Language)
            .order_by_asc(template::Column::Id)
            .all(connection)
            .await?;
        let listed = template_account::Entity::find_by_id(account)
            .one(connection)
            .await?;
        Ok(TemplateList {
            templates: rows
                .into_iter()
                .map(|row| {
                    let favourite = favourites.contains(&row.id);
                    TemplateView::new(row, favourite)
                })
                .collect(),
            synced_at: listed.as_ref().and_then(|row| row.synced_at),
            failure: listed
                .and_then(|row| row.failure)
                .map(FailureRecord::from_json),
        })
    }

    async fn favourite_templates(&self, actor: &Actor) -> Result<HashSet<TemplateId>, DeskError> {
        let Some(person) = actor.person_id() else {
            return Ok(HashSet::new());
        };
        let rows = template_favourite::Entity::find()
            .filter(template_favourite::Column::PersonId.eq(person))
            .all(self.database().read())
            .await?;
        Ok(rows.into_iter().map(|row| row.template_id).collect())
    }
}
