//! Looking people up.

use std::collections::HashMap;

use entity::{PersonId, person};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{PersonView, departments_of_all};
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// Those who can be assigned, by name. Administrators see the inactive ones too.
    pub async fn people(&self, actor: &Actor) -> Result<Vec<PersonView>, DeskError> {
        actor.require_reader()?;
        let mut rows = person::Entity::find();
        if actor.require_administrator().is_err() {
            rows = rows.filter(person::Column::Active.eq(true));
        }
        let rows = rows
            .order_by_asc(person::Column::Name)
            .order_by_asc(person::Column::Id)
            .all(self.database().read())
            .await?;
        self.with_departments(rows).await
    }

    /// People by id, the inactive ones too: they stay the authors of what they wrote.
    pub async fn people_by_ids(
        &self,
        ids: &[PersonId],
    ) -> Result<HashMap<PersonId, PersonView>, DeskError> {
        let rows = person::Entity::find()
            .filter(person::Column::Id.is_in(ids.iter().copied()))
            .all(self.database().read())
            .await?;
        let people = self.with_departments(rows).await?;
        Ok(people
            .into_iter()
            .map(|person| (person.id, person))
            .collect())
    }

    async fn with_departments(
        &self,
        rows: Vec<person::Model>,
    ) -> Result<Vec<PersonView>, DeskError> {
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let mut departments = departments_of_all(self.database().read(), &ids).await?;
        let mut departments_of = |id| departments.remove(&id).into_iter().flatten().collect();
        Ok(rows
            .into_iter()
            .map(|row| {
                let departments = departments_of(row.id);
                PersonView::new(row, departments)
            })
            .collect())
    }
}
