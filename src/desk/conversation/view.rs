//! A conversation, as other rooms see it.

use entity::{
    ChannelId, ContactId, ConversationId, DepartmentId, MessageId, PersonId, TicketId, UnixMillis,
};

use crate::inbox::InboxList;
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
    /// Grows with every change.
    pub version: i64,
}

impl ConversationView {
    /// Its place in the inbox.
    pub const fn cursor(&self) -> InboxCursor {
        InboxCursor {
            at: self.last_activity_at,
            id: self.id,
        }
    }
}
