//! A message of any direction. Immutable but for edits, revocation and the wamid that Meta assigns.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{ChannelId, ConversationId, MessageId, PersonId, TicketId, UnixMillis};

/// Which way a message goes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the customer.
    #[sea_orm(string_value = "inbound")]
    Inbound,
    /// To the customer.
    #[sea_orm(string_value = "outbound")]
    Outbound,
    /// Between users of the desk; never leaves it (L-081).
    #[sea_orm(string_value = "internal")]
    Internal,
    /// An event shown in the thread.
    #[sea_orm(string_value = "system")]
    System,
}

/// Where a message was written.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// By the customer.
    #[sea_orm(string_value = "customer")]
    Customer,
    /// In this product, by a person.
    #[sea_orm(string_value = "desk")]
    Desk,
    /// In the WhatsApp Business app on the same number (an echo, L-102).
    #[sea_orm(string_value = "phone_app")]
    PhoneApp,
    /// Back-filled from the phone app's history.
    #[sea_orm(string_value = "history")]
    History,
    /// By an integrator.
    #[sea_orm(string_value = "api")]
    Api,
    /// By the desk itself.
    #[sea_orm(string_value = "automation")]
    Automation,
}

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    /// Sorts by arrival on the desk.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessageId,
    /// Conversation.
    pub conversation_id: ConversationId,
    /// Channel.
    pub channel_id: ChannelId,
    /// Ticket.
    pub ticket_id: Option<TicketId>,
    /// Meta's id; unique within the channel.
    #[sea_orm(column_type = "Text", nullable)]
    pub wamid: Option<String>,
    /// Direction.
    pub direction: Direction,
    /// Origin.
    pub origin: Origin,
    /// Author.
    pub author_id: Option<PersonId>,
    /// Idempotency key made by the author's device; unique.
    pub client_key: Option<Uuid>,
    /// Tag of the content, for queries.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// The content, as the desk's `Content` writes it.
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    /// Text or caption, for previews.
    #[sea_orm(column_type = "Text", nullable)]
    pub text: Option<String>,
    /// Reply to wamid.
    #[sea_orm(column_type = "Text", nullable)]
    pub reply_to_wamid: Option<String>,
    /// Known when the quoted message is ours.
    pub reply_to_id: Option<MessageId>,
    /// Forwarded.
    pub forwarded: bool,
    /// Meta's time stamp for what came from Meta, ours for the rest. Orders the thread, then the id.
    pub sent_at: UnixMillis,
    /// When the desk stored it.
    pub received_at: UnixMillis,
    /// Edited at.
    pub edited_at: Option<UnixMillis>,
    /// Revoked at.
    pub revoked_at: Option<UnixMillis>,
    /// Version.
    pub version: i64,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
