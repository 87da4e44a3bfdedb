//! Something that waits to leave for Meta.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{ChannelId, ConversationId, MessageId, OutboxId, UnixMillis};

/// Where an outbox entry stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Waits for its turn.
    #[sea_orm(string_value = "queued")]
    Queued,
    /// A node is sending it.
    #[sea_orm(string_value = "claimed")]
    Claimed,
    /// The request was cut; waits for Meta's status or a person.
    #[sea_orm(string_value = "unknown")]
    Unknown,
}

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Sorts by the order in which it was queued.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OutboxId,
    /// Channel.
    pub channel_id: ChannelId,
    /// Conversation.
    pub conversation_id: ConversationId,
    /// Message.
    pub message_id: Option<MessageId>,
    /// What to do, as the desk's `OutboundTask` writes it.
    #[sea_orm(column_type = "JsonBinary")]
    pub task: Json,
    /// Waits for earlier entries of its conversation.
    pub in_order: bool,
    /// State.
    pub state: OutboxState,
    /// Not before.
    pub run_at: UnixMillis,
    /// Attempts.
    pub attempts: i32,
    /// Owner.
    #[sea_orm(column_type = "Text", nullable)]
    pub owner: Option<String>,
    /// Lease until.
    pub lease_until: Option<UnixMillis>,
    /// Claimed at.
    pub claimed_at: Option<UnixMillis>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
