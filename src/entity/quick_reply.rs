//! A stored answer that agents insert.

use sea_orm::entity::prelude::*;

use crate::{DepartmentId, PersonId, QuickReplyId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quick_reply")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuickReplyId,
    /// For whom, in one word, so that one index keeps names unique among those who share them: `everybody`,
    /// `department:<id>` or `person:<id>`.
    #[sea_orm(column_type = "Text")]
    pub scope: String,
    /// The department that shares it.
    pub department_id: Option<DepartmentId>,
    /// The person whose own it is.
    pub person_id: Option<PersonId>,
    /// What is typed after the slash; unique within the scope.
    #[sea_orm(column_type = "Text")]
    pub short_name: String,
    /// With placeholders.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// When the row was made.
    pub created_at: UnixMillis,
    /// When it was last changed.
    pub updated_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
