//! Which departments people belong to.

use std::collections::{BTreeSet, HashMap};

use entity::{DepartmentId, PersonId, department, department_member};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
};

use crate::error::DeskError;
use crate::storage::UnitOfWork;

/// The departments of one person.
pub(crate) async fn departments_of(
    connection: &impl ConnectionTrait,
    person: PersonId,
) -> Result<BTreeSet<DepartmentId>, DeskError> {
    let mut departments = departments_of_all(connection, &[person]).await?;
    Ok(departments.remove(&person).unwrap_or_default())
}

/// The departments of several people; who has none is not in the map.
pub(crate) async fn departments_of_all(
    connection: &impl ConnectionTrait,
    people: &[PersonId],
) -> Result<HashMap<PersonId, BTreeSet<DepartmentId>>, DeskError> {
    let rows = department_member::Entity::find()
        .filter(department_member::Column::PersonId.is_in(people.iter().copied()))
        .all(connection)
        .await?;
    let mut departments: HashMap<_, BTreeSet<_>> = HashMap::new();
    for row in rows {
        departments
            .entry(row.person_id)
            .or_default()
            .insert(row.department_id);
    }
    Ok(departments)
}

/// Puts the person into these departments and no others.
pub(super) async fn set_departments_in(
    unit: &UnitOfWork,
    person: PersonId,
    departments: &BTreeSet<DepartmentId>,
) -> Result<(), DeskError> {
    let known = department::Entity::find()
        .filter(department::Column::Id.is_in(departments.iter().copied()))
        .count(unit.connection())
        .await?;
    if known != departments.len() as u64 {
        return Err(DeskError::NotFound("department"));
    }
    department_member::Entity::delete_many()
        .filter(department_member::Column::PersonId.eq(person))
        .exec(unit.connection())
        .await?;
    if departments.is_empty() {
        return Ok(());
    }
    let rows = departments
        .iter()
        .map(|department| department_member::ActiveModel {
            department_id: Set(*department),
            person_id: Set(person),
        });
    department_member::Entity::insert_many(rows)
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}
