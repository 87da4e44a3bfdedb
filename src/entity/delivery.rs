//! How far an outbound message has come: the one narrow row that a status touches.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{MessageId, UnixMillis};

/// The rung of an outbound message.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// On disk, waiting to leave.
    #[sea_orm(string_value = "queued")]
    Queued,
    /// A request to Meta is under way.
    #[sea_orm(string_value = "sending")]
    Sending,
    /// The request was cut: Meta may or may not have taken it.
    #[sea_orm(string_value = "unknown")]
    Unknown,
    /// Meta answered with a wamid.
    #[sea_orm(string_value = "accepted")]
    Accepted,
    /// Left Meta's servers.
    #[sea_orm(string_value = "sent")]
    Sent,
    /// On the customer's device.
    #[sea_orm(string_value = "delivered")]
    Delivered,
    /// Shown in the open chat.
    #[sea_orm(string_value = "read")]
    Read,
    /// The voice note was played.
    #[sea_orm(string_value = "played")]
    Played,
    /// Not delivered; see the failure.
    #[sea_orm(string_value = "failed")]
    Failed,
    /// Given up by a person before it left.
    #[sea_orm(string_value = "discarded")]
    Discarded,
}

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    /// Message.
    #[sea_orm(primary_key, auto_increment = false)]
    pub message_id: MessageId,
    /// State.
    pub state: DeliveryState,
    /// Queued at.
    pub queued_at: UnixMillis,
    /// When Meta's answer with the wamid arrived.
    pub accepted_at: Option<UnixMillis>,
    /// Sent at.
    pub sent_at: Option<UnixMillis>,
    /// Delivered at.
    pub delivered_at: Option<UnixMillis>,
    /// Read at.
    pub read_at: Option<UnixMillis>,
    /// Played at.
    pub played_at: Option<UnixMillis>,
    /// Failed at.
    pub failed_at: Option<UnixMillis>,
    /// Meta's error, or why the desk gave up.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub failure: Option<Json>,
    /// As Meta's status carried it.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub pricing: Option<Json>,
    /// When Meta's answer said that it holds the template message back to see how customers take it (pacing).
    pub held_at: Option<UnixMillis>,
    /// Attempts.
    pub attempts: i32,
    /// Next attempt at.
    pub next_attempt_at: Option<UnixMillis>,
    /// Version.
    pub version: i64,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
