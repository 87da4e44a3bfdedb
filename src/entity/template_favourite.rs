//! A template that a person keeps at hand.

use sea_orm::entity::prelude::*;

use crate::{PersonId, TemplateId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "template_favourite")]
pub struct Model {
    /// Person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// Template.
    #[sea_orm(primary_key, auto_increment = false)]
    pub template_id: TemplateId,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
