//! One push to one device, until the push service has taken it.

use sea_orm::entity::prelude::*;

use crate::{ConversationId, MessageId, PushDeliveryId, PushSubscriptionId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "push_delivery")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PushDeliveryId,
    /// Subscription.
    pub subscription_id: PushSubscriptionId,
    /// Unique with the subscription: an event is pushed once.
    pub journal_seq: i64,
    /// Conversation.
    pub conversation_id: Option<ConversationId>,
    /// Message.
    pub message_id: Option<MessageId>,
    /// What to tell, as the desk's `Notice` writes it.
    #[sea_orm(column_type = "JsonBinary")]
    pub notice: Json,
    /// Run at.
    pub run_at: UnixMillis,
    /// Expires at.
    pub expires_at: UnixMillis,
    /// Attempts.
    pub attempts: i32,
    /// The full text was too large for this push service.
    pub minimal: bool,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
