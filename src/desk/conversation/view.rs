//! A conversation, as other rooms see it.

use entity::conversation::Model;
use entity::{
    ChannelId, ContactId, ConversationId, DepartmentId, MessageId, PersonId, TicketId, UnixMillis,
};

use super::waiting;
use crate::access::Actor;
use crate::inbox::InboxList;
use crate::inbox::lists::lists_of;
use crate::page::InboxCursor;

/// A conversation, as one viewer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationView {
    /// Which.
    pub id: ConversationId,
    /// With whom.
    pub contact_id: ContactId,
    /// On which number.
    pub channel_id: ChannelId,
    /// The open ticket, if any.
    pub ticket_id: Option<TicketId>,
    /// The department that the ticket belongs to.
    pub department_id: Option<DepartmentId>,
    /// The agent who serves.
    pub agent_id: Option<PersonId>,
    /// In which lists it stands for the viewer.
    pub lists: Vec<InboxList>,
    /// End of the customer service window; none = it never opened.
    pub window_expires_at: Option<UnixMillis>,
    /// Shared by everybody (L-046).
    pub unread_count: i32,
    /// Where the unread part begins.
    pub first_unread_message_id: Option<MessageId>,
    /// Time of the first unanswered message (L-050); none while no ticket is open (L-057).
    pub waiting_since: Option<UnixMillis>,
    /// Orders the inbox.
    pub last_activity_at: UnixMillis,
    /// Newest message.
    pub last_message_id: Option<MessageId>,
    /// Replies that wait for the customer to write.
    pub held_count: i32,
    /// Replies that did not get through, and that nobody has decided about (Z-10).
    pub undelivered_count: i32,
    /// Since when the business answers in the `WhatsApp` Business app on the same number (L-102).
    pub echo_since: Option<UnixMillis>,
    /// Grows with every change.
    pub version: i64,
}

impl ConversationView {
    /// As `actor` sees a row that they may see.
    pub(crate) fn for_actor(actor: &Actor, row: &Model) -> Self {
        Self {
            id: row.id,
            contact_id: row.contact_id,
            channel_id: row.channel_id,
            ticket_id: row.ticket_id,
            department_id: row.department_id,
            agent_id: row.agent_id,
            lists: lists_of(actor, row),
            window_expires_at: row.window_expires_at,
            unread_count: row.unread_count,
            first_unread_message_id: row.first_unread_message_id,
            waiting_since: waiting::shown(row.waiting_since, row.ticket_id.is_some()),
            last_activity_at: row.last_activity_at,
            last_message_id: row.last_message_id,
            held_count: row.held_count,
            undelivered_count: row.undelivered_count,
            echo_since: row.echo_since,
            version: row.version,
        }
    }

    /// Its place in the inbox.
    pub const fn cursor(&self) -> InboxCursor {
        InboxCursor {
            at: self.last_activity_at,
            id: self.id,
        }
    }
}
