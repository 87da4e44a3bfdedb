//! Those who might be told, with what decides whether they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{DepartmentId, PersonId, department_member, person};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
};

use super::rule::Candidate;
use crate::error::DeskError;
use crate::person::departments_of_all;

/// People with their departments.
pub(super) struct People {
    rows: BTreeMap<PersonId, person::Model>,
    departments: HashMap<PersonId, BTreeSet<DepartmentId>>,
    none: BTreeSet<DepartmentId>,
}

impl People {
    /// The people of these ids and the members of these departments, in two statements.
    pub async fn load(
        connection: &impl ConnectionTrait,
        ids: &BTreeSet<PersonId>,
        departments: &BTreeSet<DepartmentId>,
    ) -> Result<Self, DeskError> {
        let members = department_member::Entity::find()
            .select_only()
            .column(department_member::Column::PersonId)
            .filter(department_member::Column::DepartmentId.is_in(departments.iter().copied()))
            .into_query();
        let rows = person::Entity::find()
            .filter(
                Condition::any()
                    .add(person::Column::Id.is_in(ids.iter().copied()))
                    .add(person::Column::Id.in_subquery(members)),
            )
            .all(connection)
            .await?;
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        Ok(Self {
            departments: departments_of_all(connection, &ids).await?,
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
            none: BTreeSet::new(),
        })
    }

    /// Each of them.
    pub fn candidates(&self) -> impl Iterator<Item = Candidate<'_>> {
        self.rows.values().map(|row| self.of(row))
    }

    /// One of them.
    pub fn candidate(&self, id: PersonId) -> Option<Candidate<'_>> {
        self.rows.get(&id).map(|row| self.of(row))
    }

    fn of<'people>(&'people self, row: &person::Model) -> Candidate<'people> {
        Candidate {
            person_id: row.id,
            active: row.active,
            visibility: row.visibility,
            departments: self.departments.get(&row.id).unwrap_or(&self.none),
            notifications: row.notifications,
        }
    }
}
