//! A status, reaction, edit or revocation that arrived before its message.

use sea_orm::entity::prelude::*;

use crate::{ChannelId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_effect")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Channel.
    pub channel_id: ChannelId,
    /// Wamid.
    #[sea_orm(column_type = "Text")]
    pub wamid: String,
    /// Effect.
    #[sea_orm(column_type = "JsonBinary")]
    pub effect: Json,
    /// Received at.
    pub received_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
