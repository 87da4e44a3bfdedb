//! The life-long thread between one contact and one channel, with what an inbox row shows.

use sea_orm::entity::prelude::*;

use crate::{
    ChannelId, ContactId, ConversationId, DepartmentId, MessageId, PersonId, TicketId, UnixMillis,
};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "conversation")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConversationId,
    /// Contact.
    pub contact_id: ContactId,
    /// Channel.
    pub channel_id: ChannelId,
    /// The open ticket.
    pub ticket_id: Option<TicketId>,
    /// Assignment of the open ticket.
    pub agent_id: Option<PersonId>,
    /// Assignment of the open ticket.
    pub department_id: Option<DepartmentId>,
    /// The department whose members may see the conversation; survives closing and forwarding to an agent. None = no restriction.
    pub visible_department_id: Option<DepartmentId>,
    /// End of the customer service window.
    pub window_expires_at: Option<UnixMillis>,
    /// The customer's own time stamp of their newest message.
    pub last_customer_message_at: Option<UnixMillis>,
    /// Orders the inbox.
    pub last_activity_at: UnixMillis,
    /// Last message.
    pub last_message_id: Option<MessageId>,
    /// Shared by everybody (L-046).
    pub unread_count: i32,
    /// First unread message.
    pub first_unread_message_id: Option<MessageId>,
    /// Time of the first unanswered message (L-050).
    pub waiting_since: Option<UnixMillis>,
    /// Replies that wait for the customer to write.
    pub held_count: i32,
    /// Replies that did not get through, and that nobody has decided about.
    pub undelivered_count: i32,
    /// Since when the business answers in the `WhatsApp` Business app on the same number: echo mode (L-102).
    pub echo_since: Option<UnixMillis>,
    /// Grows with every change.
    pub version: i64,
    /// When the row was made.
    pub created_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
