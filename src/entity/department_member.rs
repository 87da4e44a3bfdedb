//! Who belongs to which department.

use sea_orm::entity::prelude::*;

use crate::{DepartmentId, PersonId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "department_member")]
pub struct Model {
    /// Department.
    #[sea_orm(primary_key, auto_increment = false)]
    pub department_id: DepartmentId,
    /// Person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
