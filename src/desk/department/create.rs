//! Making a department.

use std::collections::BTreeSet;

use entity::{PersonId, department, department_member, person};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter,
};

use super::DepartmentView;
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::input;
use crate::journal::{Audience, Event};
use crate::storage::{StorageError, UnitOfWork};

impl Desk {
    /// Makes a department with these members. Administrators only.
    pub async fn create_department(
        &self,
        actor: &Actor,
        name: &str,
        members: &[PersonId],
    ) -> Result<DepartmentView, DeskError> {
        actor.require_administrator()?;
        let name = input::name("name", name)?;
        let members: BTreeSet<_> = members.iter().copied().collect();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let department = department::ActiveModel {
                        id: Set(unit.id()),
                        name: Set(name),
                        created_at: Set(unit.now()),
                    };
                    let department = department.insert(unit.connection()).await.map_err(taken)?;
                    add_members_in(unit, &department, &members).await?;
                    unit.append(Event::DirectoryChanged, Audience::Everyone);
                    Ok(department.into())
                })
            })
            .await
    }
}

async fn add_members_in(
    unit: &UnitOfWork,
    department: &department::Model,
    members: &BTreeSet<PersonId>,
) -> Result<(), DeskError> {
    if members.is_empty() {
        return Ok(());
    }
    let known = person::Entity::find()
        .filter(person::Column::Id.is_in(members.iter().copied()))
        .count(unit.connection())
        .await?;
    if known != members.len() as u64 {
        return Err(DeskError::NotFound("person"));
    }
    let rows = members.iter().map(|member| department_member::ActiveModel {
        department_id: Set(department.id),
        person_id: Set(*member),
    });
    department_member::Entity::insert_many(rows)
        .exec_without_returning(unit.connection())
        .await?;
    for person_id in members {
        let (event, audience) = (
            Event::PersonChanged {
                person_id: *person_id,
            },
            Audience::Person {
                person_id: *person_id,
            },
        );
        unit.append(event, audience);
    }
    Ok(())
}

fn taken(error: DbErr) -> DeskError {
    match StorageError::from(error) {
        StorageError::Conflict(_) => DeskError::Conflict("a department has this name"),
        other => other.into(),
    }
}
