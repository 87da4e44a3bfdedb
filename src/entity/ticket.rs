//! One case of service within a conversation.

use sea_orm::entity::prelude::*;

use crate::{ConversationId, DepartmentId, PersonId, TicketId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TicketId,
    /// Conversation.
    pub conversation_id: ConversationId,
    /// Unique; year, month, day and a number within the day.
    #[sea_orm(column_type = "Text")]
    pub protocol: String,
    /// Opened at.
    pub opened_at: UnixMillis,
    /// Closed at.
    pub closed_at: Option<UnixMillis>,
    /// The last agent.
    pub agent_id: Option<PersonId>,
    /// The last department.
    pub department_id: Option<DepartmentId>,
    /// Closed by.
    pub closed_by: Option<PersonId>,
    /// First answer at.
    pub first_answer_at: Option<UnixMillis>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
