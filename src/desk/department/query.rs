//! Looking departments up.

use std::collections::HashMap;

use entity::{DepartmentId, PersonId, department, department_member};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::DepartmentView;
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// All departments, by name.
    pub async fn departments(&self, actor: &Actor) -> Result<Vec<DepartmentView>, DeskError> {
        actor.require_reader()?;
        let rows = department::Entity::find()
            .order_by_asc(department::Column::Name)
            .all(self.database().read())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Departments by id.
    pub async fn departments_by_ids(
        &self,
        ids: &[DepartmentId],
    ) -> Result<HashMap<DepartmentId, DepartmentView>, DeskError> {
        let rows = department::Entity::find()
            .filter(department::Column::Id.is_in(ids.iter().copied()))
            .all(self.database().read())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
    }

    /// The members of each department, the inactive ones too, in the order of their ids.
    pub async fn members_of(
        &self,
        ids: &[DepartmentId],
    ) -> Result<HashMap<DepartmentId, Vec<PersonId>>, DeskError> {
        let rows = department_member::Entity::find()
            .filter(department_member::Column::DepartmentId.is_in(ids.iter().copied()))
            .order_by_asc(department_member::Column::PersonId)
            .all(self.database().read())
            .await?;
        let mut members: HashMap<_, Vec<_>> = HashMap::new();
        for row in rows {
            members
                .entry(row.department_id)
                .or_default()
                .push(row.person_id);
        }
        Ok(members)
    }

    /// The department of this name, for the command line.
    pub async fn department_by_name(
        &self,
        name: &str,
    ) -> Result<Option<DepartmentView>, DeskError> {
        let row = department::Entity::find()
            .filter(department::Column::Name.eq(name.trim()))
            .one(self.database().read())
            .await?;
        Ok(row.map(Into::into))
    }
}
