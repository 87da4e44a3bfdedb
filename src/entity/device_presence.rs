//! What a device shows at this moment.

use sea_orm::entity::prelude::*;

use crate::{ConversationId, DeviceId, PersonId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "device_presence")]
pub struct Model {
    /// Device.
    #[sea_orm(primary_key, auto_increment = false)]
    pub device_id: DeviceId,
    /// Who reports it; counts for their own pushes alone.
    pub person_id: PersonId,
    /// Whether somebody can see the desk on it.
    pub visible: bool,
    /// The conversation that it shows.
    pub conversation_id: Option<ConversationId>,
    /// Holds until then, unless it is renewed.
    pub until: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
